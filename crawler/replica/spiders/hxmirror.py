"""A mirror of 红星网: the same paths on another host, in Traditional characters, with pinyin and spam."""

from crawler.spiders.hxw import Hxw


class HxMirror(Hxw):
    """A mirror of 红星网."""

    name = "hxmirror"
    title = "镜像：红星网"
    region = ""
    home = "http://www.hxmirror.example"
    expect = 10
    layouts = ()
