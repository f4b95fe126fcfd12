"""Every word of the desk's own, in the languages it speaks. What the store holds is shown as it is."""

from crawler.desk import reading_messages

#: The first one is spoken to whoever asks for none of them.
LANGUAGES = ("en", "zh")

MESSAGES: dict[str, tuple[str, str]] = {
    # the frame
    "desk": ("Zhengwen", "正文"),
    "skip": ("Skip to the content", "跳到正文"),
    "main menu": ("Main menu", "主菜单"),
    "overview": ("Overview", "总览"),
    "articles": ("Articles", "文章"),
    "language": ("Language", "语言"),
    "times": ("Times are China's (UTC+8).", "时间均为北京时间（UTC+8）。"),
    # what went wrong
    "bad_request": ("This can't be answered", "无法回答"),
    "unauthorized": ("The token is missing", "缺少令牌"),
    "forbidden": ("Not allowed", "不允许"),
    "not_found": ("Not found", "未找到"),
    "method_not_allowed": ("Not allowed", "不允许"),
    "purged": ("Purged", "已清除"),
    "too_long": ("Too long", "过长"),
    "wrong_type": ("Not a form", "不是表单"),
    "wrong_parameter": ("A parameter is wrong", "参数有误"),
    "too_many": ("Too many at once", "同时请求过多"),
    "store_unusable": ("The database can't be used", "数据库无法使用"),
    "error": ("Error", "错误"),
} | reading_messages.MESSAGES
