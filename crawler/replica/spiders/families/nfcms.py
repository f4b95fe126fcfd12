"""柘澜市人民政府 of the replica, on NFCMS."""

from crawler.platforms.nfcms import Nfcms


class NfcmsPortal(Nfcms):
    """柘澜市人民政府."""

    name = "nfcms"
    title = "柘澜市人民政府"
    region = "柘澜市"
    home = "https://www.nfcms.example"
    lists = {"工作动态": "/gzdt/", "规范性文件": "/gkmlpt/api/all/5?page=1&sid=200006"}  # noqa: RUF012
