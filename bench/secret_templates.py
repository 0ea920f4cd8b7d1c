"""How files of each format say a credential, and how they say what only looks like one; for make_secrets_corpus.py.

In a template {v} is the value, {n} the name in the format's usual spelling, {snake} {SNAKE} {camel} {Camel} {kebab} {dotted}
the name in others, {u} a user, {h} a host. Rendered values stand between two markers, which the corpus builder takes out.
"""
import base64
import hashlib
import json
import re

BEGIN, END = "\ue000", "\ue001"

# host: whose real files surround it; edge: before which lines it goes in; body: after which lines an indented piece goes in.
FORMATS = {
    "go": {"host": "go", "edge": r"(func|type|//|var|const) ?", "body": r"func .*\{$", "style": "camel"},
    "python": {"host": "py", "edge": r"(def|class|if|import|[A-Za-z_]+ =)", "body": r"def .*:$", "style": "snake", "name": "settings.py"},
    "javascript": {"host": "js", "edge": r"(export|const|function|class|import|//|/\*\*)", "body": r"(export )?(async )?function.*\{$", "style": "camel"},
    "java": {"host": "java", "edge": r"\s*(public|private|@|/\*\*)", "style": "camel", "name": "Settings.java"},
    "yaml": {"host": "yaml", "edge": r"([A-Za-z_]+:|---|#)", "style": "snake", "blank": False},
    "json": {"host": "json", "style": "camel"},
    "toml": {"host": "toml", "edge": r"\[", "style": "snake"},
    "ini": {"host": "ini", "edge": r"\[", "style": "snake", "name": "app.ini"},
    "env": {"host": "env", "style": "SNAKE", "name": ".env"},
    "properties": {"host": "properties", "style": "dotted", "name": "application.properties"},
    "xml": {"host": "xml", "style": "camel", "alone": True, "name": "config.xml", "wrap": ["<configuration>\n", "</configuration>\n"]},
    "hcl": {"host": "hcl", "edge": r"(resource|variable|provider|locals|data|output|module|terraform|#)", "style": "snake"},
    "dockerfile": {"host": "dockerfile", "edge": r"(FROM|RUN|ENV|COPY|ARG|#|WORKDIR)", "style": "SNAKE", "name": "Dockerfile"},
    "compose": {"host": "none", "style": "SNAKE", "name": "docker-compose.yml", "wrap": ["services:\n", ""]},
    "kubernetes": {"host": "yaml", "edge": r"---", "style": "kebab", "blank": False},
    "ci": {"host": "none", "style": "SNAKE", "name": ".gitlab-ci.yml", "wrap": ["stages: [build, deploy]\n\n", ""]},
    "shell": {"host": "sh", "edge": r"[A-Za-z#_]", "style": "SNAKE"},
    "sql": {"host": "sql", "edge": r"[A-Za-z-]", "style": "snake", "name": "schema.sql"},
    "http": {"host": "none", "style": "kebab", "name": "requests.http"},
    "log": {"host": "log", "style": "snake", "name": "service.log"},
    "markdown": {"host": "md", "edge": r"[A-Za-z#]", "style": "snake"},
    "notebook": {"host": "py", "style": "snake"},
    "netrc": {"host": "none", "style": "snake", "alone": True, "name": ".netrc"},
    "npmrc": {"host": "none", "style": "snake", "alone": True, "name": ".npmrc"},
    "pypirc": {"host": "none", "style": "snake", "alone": True, "name": ".pypirc"},
    "pgpass": {"host": "none", "style": "snake", "alone": True, "name": ".pgpass"},
    "git-credentials": {"host": "none", "style": "snake", "alone": True, "name": ".git-credentials"},
    "docker-config": {"host": "none", "style": "snake", "alone": True, "name": "config.json"},
}
HOSTED = {f["host"] for f in FORMATS.values()}
RARE = {"java", "ini", "properties", "sql", "xml", "py", "env", "log"}  # so few that tests' own files serve too

ASSIGN = {  # a name and a value, for passwords, tokens and look-alikes alike
    "go": ['const {n} = "{v}"', 'var {n} = "{v}"', '\t{n} := "{v}"', '\tos.Setenv("{SNAKE}", "{v}")', '\tcfg.{Camel} = "{v}"',
           'var defaults = Options{{\n\tUser:     "{u}",\n\t{Camel}: "{v}",\n}}', 'var settings = map[string]string{{\n\t"{snake}": "{v}",\n\t"region": "eu-west-1",\n}}',
           '\tviper.SetDefault("{dotted}", "{v}")', '\tif {n} == "" {{\n\t\t{n} = "{v}"\n\t}}', '\tflag.StringVar(&{n}, "{kebab}", "{v}", "for the backend")',
           'var {n} = `{v}`'],
    "python": ['{n} = "{v}"', "{SNAKE} = '{v}'", '    {n} = "{v}"', 'config["{snake}"] = "{v}"', 'SETTINGS = {{\n    "user": "{u}",\n    "{snake}": "{v}",\n}}',
               'client = Client("{h}", {snake}="{v}")', 'os.environ["{SNAKE}"] = "{v}"', '{SNAKE} = os.getenv("{SNAKE}", "{v}")',
               'parser.add_argument("--{kebab}", default="{v}")'],
    "javascript": ["const {n} = '{v}';", 'let {n} = "{v}";', "const options = {{\n  user: '{u}',\n  {n}: '{v}',\n}};", "const {n} = process.env.{SNAKE} || '{v}';",
                   "module.exports.{n} = '{v}';", "  this.{n} = '{v}';", 'export const {SNAKE}: string = "{v}";', "const c = new Client({{ {n}: '{v}' }});"],
    "java": ['  private static final String {SNAKE} = "{v}";', '  String {n} = "{v}";', '  props.setProperty("{dotted}", "{v}");', '  client.set{Camel}("{v}");',
             '  private final String {n} = System.getProperty("{dotted}", "{v}");'],
    "yaml": ['{n}: {y}', '{n}: "{v}"', "app:\n  {n}: '{v}'", 'backend:\n  host: {h}\n  user: {u}\n  {camel}: {y}', 'env:\n  - name: {SNAKE}\n    value: "{v}"',
             'data:\n  {n}: |\n    {v}', 'auth: {{user: {u}, {n}: "{v}"}}', '# {n}: {v}'],
    "toml": ['[backend]\n{n} = "{v}"', "[service.auth]\nuser = '{u}'\n{n} = '{v}'", '[env]\n{SNAKE} = "{v}"', '[db]\nopts = {{ {n} = "{v}", host = "{h}" }}'],
    "ini": ['[backend]\n{n} = {v}', '[client]\nuser={u}\n{n}={v}', '[auth]\n{n} = "{v}"', '[old]\n; {n} = {v}'],
    "env": ['{n}={v}', '{n}="{v}"', "{n}='{v}'", 'export {n}={v}', '# {n}={v}'],
    "properties": ['{dotted}={v}', 'spring.datasource.{camel}={v}', '{kebab}: {v}', '{dotted} = {v}'],
    "xml": ['  <{n}>{v}</{n}>', '  <property name="{n}" value="{v}"/>', '  <add key="{Camel}" value="{v}" />', '  <entry key="{dotted}">{v}</entry>',
            '  <server host="{h}" user="{u}" {n}="{v}"/>', '  <property>\n    <name>{dotted}</name>\n    <value>{v}</value>\n  </property>'],
    "hcl": ['locals {{\n  {n} = "{v}"\n}}', 'variable "{n}" {{\n  type    = string\n  default = "{v}"\n}}', 'provider "backend" {{\n  host = "{h}"\n  {n} = "{v}"\n}}',
            'resource "aws_ssm_parameter" "p" {{\n  name  = "/app/{snake}"\n  value = "{v}"\n}}'],
    "dockerfile": ['ENV {n}={v}', 'ENV {n} {v}', 'ARG {n}={v}', 'ENV APP_USER={u} \\\n    {n}="{v}"', 'RUN export {n}={v} && make install'],
    "compose": ['  app{i}:\n    image: registry.{h}/app:2.1\n    environment:\n      {n}: {y}\n', '  app{i}:\n    image: app\n    environment:\n      - {n}={v}\n',
                '  app{i}:\n    image: app\n    environment:\n      APP_USER: {u}\n      {n}: "{v}"\n', '  app{i}:\n    image: app\n    command: ["serve", "--{kebab}={v}"]\n'],
    "kubernetes": ['---\napiVersion: v1\nkind: Secret\nmetadata:\n  name: app-{i}\nstringData:\n  {n}: {y}', '---\napiVersion: v1\nkind: Secret\nmetadata:\n  name: app-{i}\ndata:\n  {n}: {b}',
                   '---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: app-{i}\ndata:\n  app.properties: |\n    user={u}\n    {dotted}={v}',
                   '---\napiVersion: v1\nkind: Pod\nmetadata:\n  name: app-{i}\nspec:\n  containers:\n  - name: app\n    image: app\n    env:\n    - name: {SNAKE}\n      value: {y}'],
    "ci": ['variables:\n  {n}: "{v}"\n', 'deploy{i}:\n  script:\n    - export {n}={v}\n    - make deploy\n', 'deploy{i}:\n  variables:\n    {n}: {y}\n  script: [make]\n'],
    "shell": ['export {n}="{v}"', "{n}='{v}'", '{n}={v} ./start --quick', './deploy --{kebab} {v} --wait', './deploy --{kebab}={v}', '{n}="${{{n}:-{v}}}"'],
    "sql": ["INSERT INTO settings (name, value) VALUES ('{n}', '{v}');", "UPDATE config SET {n} = '{v}' WHERE id = 7;", "SET {n} = '{v}';"],
    "http": ['### fetch\nPOST https://{h}/v1/login\nContent-Type: application/json\n\n{{"user": "{u}", "{snake}": "{v}"}}\n', '@{camel} = {v}\n', '### query\nGET https://{h}/v1/items?{snake}={v}\n'],
    "log": ['2024-05-11T08:23:14.882Z INFO  starting with {n}={v} host={h}', '{{"level":"debug","msg":"config loaded","{n}":"{v}"}}',
            '2024/05/11 08:23:15 main.go:41: options: user={u} {n}={v} timeout=30s', 'DEBUG request body: {{"{camel}":"{v}"}}'],
    "markdown": ['```sh\nexport {SNAKE}={v}\n```\n', '```yaml\n{n}: {y}\n```\n', '- {n}: `{v}`', 'Log in at https://{h} as {u}, the {words} is `{v}`.\n', '| {words} | {v} |'],
    "notebook": ['{n} = "{v}"', 'import os\nos.environ["{SNAKE}"] = "{v}"', 'client = connect(user="{u}", {snake}="{v}")', '%env {SNAKE}={v}'],
}
JSON_KEYS = ["{n}", "{snake}", "{SNAKE}", "{kebab}"]
# Only passwords and tokens: where the place alone says what stands there.
PASSWORD_ONLY = {
    "go": ['\tdb, err := connect("{h}", "{u}", "{v}")', '\treq.SetBasicAuth("{u}", "{v}")'],
    "python": ['auth = ("{u}", "{v}")  # basic auth', 'requests.get(url, auth=HTTPBasicAuth("{u}", "{v}"))'],
    "java": ['  Connection c = DriverManager.getConnection(url, "{u}", "{v}");'],
    "shell": ['curl -u {u}:{v} https://{h}/api', "mysql -u {u} -p{v} shop < dump.sql", "sshpass -p '{v}' ssh {u}@{h}", 'PGPASSWORD={v} psql -h {h} -U {u} shop',
              'docker login -u {u} -p {v} registry.{h}', "echo '{v}' | docker login --username {u} --password-stdin", 'redis-cli -h {h} -a {v} ping'],
    "dockerfile": ['RUN curl -u {u}:{v} https://{h}/setup.sh | sh', "RUN echo '{u}:{v}' | chpasswd"],
    "ci": ['build{i}:\n  script:\n    - docker login -u {u} -p {v} registry.{h}\n', 'build{i}:\n  script:\n    - curl --user "{u}:{v}" https://{h}/upload\n'],
    "sql": ["CREATE USER '{u}'@'%' IDENTIFIED BY '{v}';", "ALTER USER {u} WITH PASSWORD '{v}';", "CREATE ROLE {u} LOGIN PASSWORD '{v}';",
            "INSERT INTO users (id, email, password) VALUES (3, '{u}@{h}', '{v}');"],
    "markdown": ['```\ncurl -u {u}:{v} https://{h}/api\n```\n'],
    "netrc": ['machine {h}\n  login {u}\n  password {v}', 'machine {h} login {u} password {v}'],
    "npmrc": ['registry=https://registry.{h}/\n//registry.{h}/:_password={b}'],
    "pypirc": ['[distutils]\nindex-servers = internal{i}\n\n[internal{i}]\nrepository = https://pypi.{h}/\nusername = {u}\npassword = {v}'],
    "pgpass": ['{h}:5432:shop:{u}:{v}', '*:*:*:{u}:{v}'],
    "git-credentials": ['https://{u}:{v}@{h}'],
    "docker-config": ['{{\n  "auths": {{\n    "registry.{h}": {{\n      "auth": "{B}"\n    }}\n  }}\n}}'],
}
TOKEN_ONLY = {
    "go": ['\treq.Header.Set("Authorization", "Bearer {v}")', '\treq.Header.Add("X-Api-Key", "{v}")', '\tclient := api.NewClient("{v}") // {words}'],
    "python": ['headers = {{"Authorization": "Bearer {v}"}}', 'headers = {{"X-Api-Key": "{v}"}}'],
    "javascript": ["const headers = {{ Authorization: 'Bearer {v}' }};", "fetch(url, {{ headers: {{ 'x-api-key': '{v}' }} }});"],
    "shell": ['curl -H "Authorization: Bearer {v}" https://{h}/api', "curl -H 'X-Api-Key: {v}' https://{h}/api", 'wget --header="Private-Token: {v}" https://{h}/x'],
    "http": ['### list\nGET https://{h}/v1/list\nAuthorization: Bearer {v}\n', '### list\nGET https://{h}/v1/list\nX-Api-Key: {v}\n'],
    "log": ['> GET /v1/items HTTP/1.1\n> Authorization: Bearer {v}', '10.0.3.7 - - [11/May/2024:08:23:14 +0000] "GET /v1/items?access_token={v} HTTP/1.1" 200 512'],
    "markdown": ['```sh\ncurl -H "Authorization: Bearer {v}" https://{h}/v1\n```\n'],
    "netrc": ['machine {h} login token password {v}'],
    "npmrc": ['//registry.{h}/:_authToken={v}'],
    "pypirc": ['[pypi]\nusername = __token__\npassword = {v}'],
    "git-credentials": ['https://oauth2:{v}@{h}'],
    "ci": ['push{i}:\n  script:\n    - \'curl -H "PRIVATE-TOKEN: {v}" https://{h}/api/v4/projects\'\n'],
}
URLS = ["postgres://{u}:{v}@{h}:5432/shop?sslmode=require", "mysql://{u}:{v}@{h}/shop", "mongodb+srv://{u}:{v}@{h}/shop", "redis://:{v}@{h}:6379/0",
        "amqp://{u}:{v}@{h}:5672/jobs", "https://{u}:{v}@{h}/repo.git", "{u}:{v}@tcp({h}:3306)/shop", "host={h} user={u} password={v} dbname=shop",
        "Server={h};Database=shop;User Id={u};Password={v};", "jdbc:postgresql://{h}/shop?user={u}&password={v}", "ftp://{u}:{v}@{h}/in", "smtp://{u}:{v}@{h}:587"]
PASSWORD_NAMES = """password db_password database_password mysql_password postgres_password redis_password admin_password smtp_password ldap_bind_password
root_password user_pass passwd pwd db_pass admin_pwd passphrase keystore_password mail_password ftp_password proxy_password service_account_password
login_password backup_passphrase rabbitmq_default_pass""".split()
TOKEN_NAMES = """api_key secret_key auth_token access_token client_secret jwt_secret signing_key encryption_key webhook_secret session_secret bearer_token
private_token consumer_secret master_key refresh_token app_secret hmac_secret cookie_secret internal_api_token service_token deploy_token api_secret""".split()
URL_NAMES = "database_url db_url dsn connection_string broker_url redis_url mongo_uri repo_url mail_dsn".split()
USERS = "admin app deploy svc_billing root reader web postgres".split()
HOSTS = "db.internal.acme.io build.globex.net 10.2.0.14 pg-main.prod.acme.io mail.initech.com".split()


def spellings(name):
    words = name.split("_")
    camel = words[0] + "".join(w.capitalize() for w in words[1:])
    return {"snake": name, "SNAKE": name.upper(), "camel": camel, "Camel": camel[0].upper() + camel[1:], "kebab": name.replace("_", "-"),
            "dotted": "app." + name.replace("_", "."), "words": name.replace("_", " ")}


def safe_for_yaml(value):
    return re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_./+=-]*", value) and not re.fullmatch(r"[0-9.eE+-]+", value)


class Maker:
    """Makes pieces of files: what is planted and what only looks so."""

    def __init__(self, half, rng, values, hosts):
        self.half, self.rng, self.values, self.hosts, self.count = half, rng, values, hosts, 0
        self.kinds = values.kinds()
        rng.shuffle(self.kinds)
        self.lookalikes = LookAlikes(rng, values, hosts)

    def of_half(self, options):
        """A fifth of names and templates is for one half alone, a fifth for the other."""
        def fits(option):
            group = hashlib.sha256(repr(option).encode()).digest()[0] % 5
            return group > 1 or group == (self.half == "held")
        return [o for o in options if fits(o)] or options

    def render(self, template, format_name, name, value, shown=None):
        rng = self.rng
        style = FORMATS[format_name]["style"]
        fields = spellings(name)
        user, host = rng.choice(USERS), rng.choice(HOSTS)
        marked = BEGIN + (shown or value) + END
        if format_name == "xml":
            marked = marked.replace("&", "&amp;").replace("<", "&lt;")
        fields.update(n=fields[style], u=user, h=host, i=self.count, v=marked, y=marked if safe_for_yaml(value) else '"%s"' % marked)
        for key, plain in (("b", value), ("B", user + ":" + value)):
            fields[key] = BEGIN + base64.b64encode(plain.encode()).decode() + END
        return template.format(**fields)

    def piece(self, format_name, planted):
        """(text or dict with markers, what it is), or None where the format has no place for it."""
        self.count += 1
        rng = self.rng
        if not planted:
            return self.lookalikes.piece(self, format_name)
        pick = rng.random()
        assign = ASSIGN.get(format_name)
        if format_name == "json":
            assign = ["json"]
        family = template = None
        if pick < 0.42 or (pick < 0.75 and format_name in TOKEN_ONLY and not assign):
            if assign or format_name in TOKEN_ONLY:
                self.kinds.append(self.kinds.pop(0))
                family, kind, near, shape = self.kinds[-1]
                value = self.values.from_shape(shape, rng)
                name = near.lower() or rng.choice(self.of_half(TOKEN_NAMES))
                if kind == "twitter-bearer" or not near:
                    options = (assign or []) + TOKEN_ONLY.get(format_name, []) * (not value.startswith("http"))
                else:
                    options = assign
                if not options:
                    return None
                template = rng.choice(self.of_half(options))
        if template is None and pick < 0.52 and (format_name in TOKEN_ONLY or format_name in ASSIGN) or (template is None and pick < 0.52 and format_name == "json"):
            how, value = ("jwt", self.values.jwt(rng)) if rng.random() < 0.15 else self.values.token(rng)
            family, kind, name = "generic-token", how, rng.choice(self.of_half(TOKEN_NAMES))
            template = rng.choice(self.of_half((assign or []) + TOKEN_ONLY.get(format_name, [])))
        if template is None and pick < 0.64 and assign:
            how, value = self.values.password(rng)
            if "@" in value or "#" in value or "?" in value or "$" in value:
                how, value = "alnum", self.values.draw(rng, self.values.B62, 14)
            url = rng.choice(self.of_half(URLS))
            family, kind, name = "connection-url", how, rng.choice(URL_NAMES)
            user, host = rng.choice(USERS), rng.choice(HOSTS)
            whole = url.format(u=user, h=host, v="\ue002")
            template = rng.choice(self.of_half(assign))
            if format_name == "json":
                return {rng.choice(JSON_KEYS).format(n=spellings(name)["camel"], **spellings(name)): whole.replace("\ue002", BEGIN + value + END)}, self.said(family, kind, value)
            if "{b}" in template:
                template = assign[0]
            if format_name == "xml":
                whole = whole.replace("&", "&amp;")
            text = self.render(template.replace("{v}", "\ue003").replace("{y}", '"\ue003"'), format_name, name, value)
            return text.replace("\ue003", whole.replace("\ue002", BEGIN + value + END)), self.said(family, kind, value)
        if template is None and pick < 0.67 and format_name in ("shell", "go", "python", "javascript", "yaml", "markdown", "env", "json"):
            form, value = self.values.private_key(rng)
            self.count += 1
            said = self.said("private-key", form, value)
            marked = BEGIN + value + END
            if format_name == "json":
                said["shown"] = value
                return {"privateKey": marked}, said
            if format_name in ("go", "javascript"):
                return ("var key%d = `%s\n`" if format_name == "go" else "const key%d = `%s\n`;") % (self.count, marked), said
            if format_name == "python":
                return 'KEY = """%s\n"""' % marked, said
            if format_name == "yaml":
                said["shown"] = value.replace("\n", "\n    ")
                return "tls:\n  key: |\n    %s" % (BEGIN + said["shown"] + END), said
            if format_name == "env":
                said["shown"] = value.replace("\n", "\\n")
                return 'TLS_KEY="%s"' % (BEGIN + said["shown"] + END), said
            return ("cat > key.pem <<'PEM'\n%s\nPEM" if format_name == "shell" else "```\n%s\n```\n") % marked, said
        if template is None:
            how, value = self.values.password(rng)
            if format_name == "git-credentials":
                value = re.sub(r"[@#?$/]", "-", value)
            if format_name == "pgpass":
                value = value.replace(":", "-")
            options = (assign or []) + PASSWORD_ONLY.get(format_name, []) * 2
            if not options:
                return None
            family, kind, name = "password", how, rng.choice(self.of_half(PASSWORD_NAMES))
            template = rng.choice(self.of_half(options))
        if format_name == "json":
            spelled = spellings(name)
            return {rng.choice(JSON_KEYS).format(n=spelled["camel"], **spelled): BEGIN + value + END}, self.said(family, kind, value)
        text = self.render(template, format_name, name, value)
        said = self.said(family, kind, value)
        said["shown"] = text[text.index(BEGIN) + 1:text.index(END)]
        return text, said

    def said(self, family, kind, value, planted=True):
        return {"family": family, "kind": kind, "shown": value, "planted": planted}


class LookAlikes:
    """Values of names that mean a credential, or of the looks of one, that are none."""

    WORDS = {"password": ["Passwort", "Mot de passe", "Please enter your password", "Passwords do not match", "Forgot your password?", "Contraseña", "Must be 8 characters"],
             "token": ["Token expired", "Access token", "Invalid or missing token"], "secret": ["Show secret", "The secret could not be read"]}

    def __init__(self, rng, values, hosts):
        self.rng, self.values = rng, values
        self.harvest = {}
        self.identifiers = {}
        for kind in ("go", "yaml", "md", "sh", "js", "hcl", "json"):
            for path in hosts.paths.get(kind, []):
                try:
                    with open(path, encoding="utf-8") as f:
                        text = f.read(200_000)
                except UnicodeDecodeError:
                    continue
                for line in text.splitlines():
                    if len(line) < 200 and '"' in line and re.search(r"(?i)(password|secret|token|api_?key|credential)", line):
                        m = re.search(r'[:=,(]\s*"([A-Za-z][A-Za-z_./ -]{7,60})"', line)
                        if m and not re.search(r"\d", m.group(1)):
                            self.identifiers.setdefault(m.group(1))
                    m = re.search(r"\b(?:sha256:)?([0-9a-f]{40}|[0-9a-f]{64})\b", line)
                    if m and len(line) < 200:
                        self.harvest.setdefault(m.group(1))
        self.identifiers = sorted(self.identifiers)
        self.harvest = sorted(self.harvest)

    def piece(self, maker, format_name):
        rng, values = self.rng, self.values
        hexes = lambda n: values.draw(rng, values.ALPHABETS["hex"], n)
        uuid = "-".join(hexes(n) for n in (8, 4, 4, 4, 12))
        kind = rng.choice(["identifier", "identifier", "reference", "placeholder", "sentence", "digest", "digest", "uuid", "path", "public-key", "image", "resource", "number",
                           "type", "version", "cache-key"])
        name = rng.choice(PASSWORD_NAMES + TOKEN_NAMES)
        if kind == "identifier":
            value = rng.choice(self.identifiers or ["userPasswordField"])
        elif kind == "reference":
            snake = name.upper()
            value = rng.choice(["${%s}" % snake, "$%s" % snake, "{{ .Values.%s }}" % name, "$(%s)" % snake, "%%(%s)s" % name, "vault:secret/data/app#%s" % name,
                                "file:///run/secrets/%s" % name, "env:%s" % snake, "${{ secrets.%s }}" % snake, "<%%= ENV['%s'] %%>" % snake, "@Microsoft.KeyVault(SecretUri=x)"])
            if "'" in value or format_name in ("shell", "javascript", "http") and "'" in value:
                value = "${%s}" % snake
        elif kind == "placeholder":
            value = rng.choice(["<your-%s>" % name.replace("_", "-"), "YOUR_%s" % name.upper(), "x" * rng.choice([8, 20, 32]), "*" * 8, "REPLACE_ME", "your-%s-here" % name.replace("_", "-"),
                                "TODO", "REDACTED", "[redacted]", "AKIAIOSFODNN7" + "EXAMPLE", "enter-%s" % name.replace("_", "-"), "...", "s3cr3t-placeholder", "CHANGE_ME_PLEASE"])
        elif kind == "sentence":
            word = rng.choice(sorted(self.WORDS))
            name, value = rng.choice([word + "_label", word + "_error", word + "_hint", word]), rng.choice(self.WORDS[word])
        elif kind == "digest":
            name = rng.choice(["sha256", "checksum", "commit", "etag", "digest", "image_digest", "source_hash", "revision", "file_md5", "integrity"])
            value = rng.choice(self.harvest or [hexes(64)])
            if name == "integrity":
                value = "sha512-" + base64.b64encode(rng.randbytes(64)).decode()
            if name == "image_digest":
                value = "sha256:" + hexes(64)
        elif kind == "uuid":
            name, value = rng.choice(["request_id", "tenant_id", "client_id", "key_id", "correlation_id", "session_id", "subscription_id"]), uuid
        elif kind == "path":
            name, value = rng.choice([(name + "_file", "/run/secrets/" + name), ("key_path", "/etc/app/tls/server.key"), ("token_url", "https://login.acme.io/oauth/v2/token"),
                                      (name + "_path", "secret/data/prod/app")])
        elif kind == "public-key":
            name, value = rng.choice(["public_key", "ssh_public_key", "verify_key"]), "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI" + values.draw(rng, values.ALPHABETS["b64"], 43)
        elif kind == "image":
            name, value = rng.choice(["icon", "logo", "avatar"]), "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAA" + values.draw(rng, values.ALPHABETS["b64"], 160) + "=="
        elif kind == "resource":
            name, value = rng.choice([("secret_name", "billing-db-credentials"), (name + "_secret_ref", "app-credentials-v2"), ("secret_arn", "arn:aws:secretsmanager:eu-west-1:123456789012:secret:app/db-Ab12Cd"),
                                      ("key_name", "projects/acme/locations/eu/keyRings/app/cryptoKeys/main"), ("token_type", "Bearer"), ("grant_type", "client_credentials"), ("auth_method", "client_secret_basic"),
                                      ("password_policy", "strong-with-history"), ("key_alias", "alias/app-main-2024"), ("api_key_header", "X-Api-Key"), ("token_bucket", "acme-prod-tokens-eu1")])
        elif kind == "number":
            name, value = rng.choice([("max_tokens", "4096"), ("token_ttl", "86400"), ("password_min_length", "12"), ("secret_version", "17"), ("api_key_expiry", "2025-11-30")])
        elif kind == "type":
            value = rng.choice(["string", "SecureString", "Optional[str]", "required", "secretstring", "hidden", "nullable", "textfield"])
        elif kind == "version":
            name, value = rng.choice(["image", "bundle", "asset", "build"]), rng.choice(["registry.acme.io/app:v1.24.3-%s" % hexes(8), "main.%s.chunk.js" % hexes(8), "app-%s.tar.gz" % hexes(12)])
        else:
            name, value = rng.choice([("cache_key", "user:%s:profile" % hexes(24)), ("idempotency_key", uuid), ("partition_key", "tenant#%s" % hexes(16)), ("sort_key", "ORDER#2024-05-11"),
                                      ("primary_key", hexes(24)), ("trace_id", hexes(32)), ("foreign_key", "fk_orders_customer_id_2"), ("storage_key", "settings.v2.sidebar")])
        said = maker.said("look-alike", kind, value, planted=False)
        if format_name == "json":
            spelled = spellings(name)
            return {rng.choice(JSON_KEYS).format(n=spelled["camel"], **spelled): BEGIN + value + END}, said
        options = [t for t in ASSIGN.get(format_name, []) if "{b}" not in t]
        if not options or ("`" in value and format_name == "go"):
            return None
        text = maker.render(rng.choice(options), format_name, name, value)
        said["shown"] = text[text.index(BEGIN) + 1:text.index(END)]
        return text, said
