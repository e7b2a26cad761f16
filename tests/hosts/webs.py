"""nginx and Apache on a web root with the site in its folder `news-site`."""

from __future__ import annotations

import os
from pathlib import Path

import servers

HOST = "news.example.go.th"


def nginx(folder: Path, port: int, log: str = "") -> list[str]:
    """nginx; `log` is the format of its log, in `access.log`, "" for none."""
    return servers.nginx(folder, port, f"root {folder}/root; include {folder}/root/news-site/nginx-site.conf;", log)


def apache(folder: Path, port: int, log: str = "") -> list[str]:
    """Apache; `log` is the format of its log, in `access.log`, "" for none."""
    modules = "mpm_event authz_core alias dir mime headers deflate filter autoindex".split()
    loaded = "\n".join(f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so" for name in modules)
    conf = folder / "apache.conf"
    conf.write_text(f"""
{loaded}
{"User www-data" if os.geteuid() == 0 else ""}
{"Group www-data" if os.geteuid() == 0 else ""}
ServerName {HOST}
Listen 127.0.0.1:{port}
PidFile {folder}/apache.pid
ErrorLog {folder}/apache.log
LogFormat "%h %l %u %t \\"%r\\" %>s %O \\"%{{Referer}}i\\" \\"%{{User-Agent}}i\\"" combined
LogFormat "%h %l %u %t \\"%r\\" %>s %b" common
{f"CustomLog {folder}/access.log {log}" if log else ""}
TypesConfig /etc/mime.types
DocumentRoot {folder}/root
<Directory {folder}/root>
  AllowOverride All
  Options Indexes
  Require all granted
</Directory>
""")
    return ["apache2", "-X", "-f", str(conf)]
