// What is read for a name, where it stands, and what it costs.
#include <doctest/doctest.h>

#include <chrono>
#include <string>
#include <vector>

#include "scanners/secrets/credential_name.h"
#include "scanners/secrets/human_value.h"
#include "scanners/secrets/named_value.h"
#include "scanners/secrets/program_words.h"

namespace gogate::secrets {
namespace {

std::vector<std::string> read(std::string_view text, std::string_view word = "password") {
  std::vector<std::string> out;
  std::vector<NamedValue> values;
  for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    values.clear();
    read_named(text, at, at + word.size(), values);
    for (const NamedValue& v : values) out.emplace_back(text.substr(v.begin, v.end - v.begin));
  }
  return out;
}
using Values = std::vector<std::string>;

}  // namespace

TEST_CASE("a name is told by its words") {
  for (const char* name : {"password", "DB_PASSWORD", "db.primaryPassword", "smtppass2", "ROOT_PW", "SMTP_PASS", "password_prod"}) {
    INFO(name);
    CHECK(credential_name(name).says == NameSays::password);
  }
  for (const char* name : {"apiKey", "client_secret", "X-Api-Key", "auth_token", "secret_key_base", "hash_salt"}) {
    INFO(name);
    CHECK(credential_name(name).says == NameSays::key);
  }
  for (const char* name : {"password_file", "passwordMinLength", "forgot_password", "next_page_token", "public_key", "bypass", "compass",
                           "PasswordField", "secretName", "tokenURL", "primary_key", "hashed_password", "csrf_token"}) {
    INFO(name);
    CHECK(credential_name(name).says == NameSays::nothing);
  }
  CHECK(credential_name("passwords").many);
}

TEST_CASE("the value is read as its format has it") {
  CHECK(read("a:\n  password: one1 # old\n") == Values{"one1"});
  CHECK(read("{user: x, password: one1}") == Values{"one1"});
  CHECK(read("password: >-\n  one1\nb: c\n") == Values{"one1"});
  CHECK(read("password: &a one1\n") == Values{"one1"});
  CHECK(read("password: *a\n").empty());
  CHECK(read("password: !Ref one1\n").empty());
  CHECK(read("- value: one1\n  name: password\n") == Values{"one1"});
  CHECK(read("{\"name\":\"password\",\"value\":\"one1\"},{\"name\":\"x\",\"value\":\"two2\"}") == Values{"one1"});
  CHECK(read("- name: password\n  valueFrom: x\n- name: b\n  value: two2\n").empty());
  CHECK(read("<password>one1</password>") == Values{"one1"});
  CHECK(read("<password><![CDATA[one<1]]></password>") == Values{"one<1"});
  CHECK(read("<add value=\"one1\" key=\"password\"/>") == Values{"one1"});
  CHECK(read("password = \"\"\"\none1\"\"\"\n") == Values{"one1"});
  CHECK(read("password=one1 host=x") == Values{"one1"});
  CHECK(read("x?user=a&password=one1&b=c") == Values{"one1"});
  CHECK(read("tool --password one1 --x") == Values{"one1"});
  CHECK(read("{\\\"password\\\": \\\"one1\\\"}") == Values{"one1"});
  CHECK(read("password := \"one\" + x").empty());
  CHECK(read("the password is one1, they said").empty());
}

TEST_CASE("a word in front of plain words begins a sentence") {
  CHECK(read("export DB_PASS=checking for new credentials\n", "PASS").empty());
  CHECK(read("# SMTP_PASSWORD=Pitfalls of using a token\n", "PASSWORD").empty());
  CHECK(read("app.password=Please enter it, now\n").empty());
  CHECK(read("PGPASSWORD=hunter psql shop\n", "PASSWORD") == Values{"hunter"});
  CHECK(read("DB_PASSWORD=one1 ./start --quick\n", "PASSWORD") == Values{"one1"});
  CHECK(read("ENV DB_PASSWORD=one OTHER=two\n", "PASSWORD") == Values{"one"});
}

TEST_CASE("a column of an INSERT is read from each row") {
  CHECK(read("INSERT INTO users (id, name, password) VALUES (1, 'a, b', 'one1'), (2, NULL, 'two2');") == Values{"one1", "two2"});
  CHECK(read("insert into `u` (`password`,`x`) values\n('it''s', now(), 3)") == Values{"it''s"});
  CHECK(read("INSERT INTO u (password) VALUES (md5('one1'))").empty());
  CHECK(read("INSERT INTO u (password) VALUES (?)").empty());
  CHECK(read("INSERT INTO u (password) VALUES ('one").empty());
  CHECK(read("COPY users (id, password) FROM stdin;\n1\tone1\n2\ttwo2\n\\.\n3\tno\n") == Values{"one1", "two2"});
  CHECK(read("f(password) values ('one1'").size() <= 1);
}

TEST_CASE("a path of names, a default of the shell, a setting out of use") {
  CHECK(read("{ name = \"/app/db_password\", value = \"one1\" }") == Values{"one1"});
  CHECK(read("x = \"/app/db_password\"\nvalue = \"one1\"\n").empty());
  CHECK(read("A=${DB_PASSWORD:-one1}\n", "PASSWORD") == Values{"one1"});
  CHECK(read("A=${DB_PASSWORD:-$X}\n", "PASSWORD").empty());
  CHECK(read("# password: one1\n") == Values{"one1"});
  CHECK(read("@password = one1\n") == Values{"one1"});
  CHECK(read("- \"DB_PASSWORD=one1\"\n", "PASSWORD") == Values{"one1"});
  CHECK(read("define( 'DB_PASSWORD', 'one1' );", "PASSWORD") == Values{"one1"});
  CHECK(read("{\"Jwt\": {\"Issuer\": \"x\", \"Key\": \"one1\"}}", "Jwt") == Values{"one1"});
  CHECK(read("'crypt' => ['key' => 'one1'],", "crypt") == Values{"one1"});
  CHECK(read("{\"Jwt\": {}, \"Key\": \"one1\"}", "Jwt").empty());
  CHECK(read("append(env, \"PWD=\"+dir, \"A=\"+b)", "PWD").empty());
  CHECK(read("x = y ? 'password' : 'one1'").empty());
  CHECK(read("client.setPassword(\"one1\")", "Password") == Values{"one1"});
}

TEST_CASE("types are told by the words they are made of") {
  for (const char* type : {"secretstring", "SecureString", "Optional[str]", "varchar(20)", "textfield", "nullable", "string | null",
                           "PasswordField", "std::string", "List<String>", "int64", "[32]byte", "mediumtext"}) {
    INFO(type);
    CHECK(is_type_name(type));
  }
  for (const char* none : {"sunshine", "string42", "password", "textdragon", "secret", "Str1ng!", "", "hunter"}) {
    INFO(none);
    CHECK_FALSE(is_type_name(none));
  }
  CHECK(is_program_word("container"));
  CHECK(is_program_word("trusted"));
  CHECK_FALSE(is_program_word("dragon"));
  CHECK_FALSE(is_program_word(""));
}

TEST_CASE("a key of a Secret may say that its value is none") {
  for (const char* name : {"source-hash", "subscription-id", "ssh-public-key", "cache-key", "icon", "tls.crt", "passphrase-path", "BUNDLE"})
    CHECK(names_no_secret(name));
  for (const char* name : {"password", "extra", "token", "connection", "MASTER_KEY", ""}) CHECK_FALSE(names_no_secret(name));
}

TEST_CASE("an error in the middle hides nothing before or after it") {
  CHECK(read("password: one1\n\t]}{ : - *&!\n<a <b \"\n\"\"\" [[[\npassword: two2\n") == Values{"one1", "two2"});
  CHECK(read("{\"password\":\"one1\",,]]\"x\":}\n{\"password\":\"two2\"") == Values{"one1", "two2"});
}

TEST_CASE("a line of any length costs what stands around its names") {
  std::string text(1, '{');
  while (text.size() < (8U << 20)) text += "\"a\":{\"password\":[[[[[[,\"b\":\"";
  const auto start = std::chrono::steady_clock::now();
  read(text);
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(20));
}

TEST_CASE("it is said where more had to be read than the lines around a name") {
  const auto near = [](std::string_view text, std::string_view word) {
    std::vector<NamedValue> values;
    const std::size_t at = text.find(word);
    return read_named(text, at, at + word.size(), values);
  };
  CHECK(near("password: one1\n", "password"));
  CHECK(near("passwords:\n  a: one1\n  b: two2\nc: d\n", "passwords"));
  std::string many = "passwords:\n";
  for (int i = 0; i < 8; ++i) many += "  a" + std::to_string(i) + ": one" + std::to_string(i) + "\n";
  CHECK(read(many, "passwords").size() == 8);
  CHECK_FALSE(near(many, "passwords"));
  // No list of values, so that the first tells.
  CHECK(near("passwords:\n  a: {\n" + std::string(many.substr(11)), "passwords"));
  // Nothing further away than that has a say.
  CHECK(read("- name: password\n  value: one1\n") == Values{"one1"});
  CHECK(read("- name: password\n  a: b\n  a: b\n  a: b\n  a: b\n  value: one1\n").empty());
}

TEST_CASE("a manifest of a Kubernetes Secret is read within its bounds") {
  const auto secret = [](std::string_view text, bool& near) {
    std::vector<NamedValue> values;
    near = read_kubernetes_secret(text, text.find("kind") - (text[text.find("kind") + 4] == '"' ? 1 : 0), values);
    std::vector<std::string> out;
    for (const NamedValue& v : values) out.emplace_back(text.substr(v.begin, v.end - v.begin));
    return out;
  };
  bool near = false;
  CHECK(secret("{\"kind\": \"Secret\", \"data\": {\"a\": \"one1\"}}, {\"data\": {\"a\": \"two2\"}}", near) == Values{"one1"});
  CHECK(near);
  CHECK(secret("{\"data\": {\"a\": \"two2\"}, \"x\": {\"kind\": \"Secret\", \"version\": \"v1\"}}", near).empty());
  CHECK(near);
  CHECK(secret("{\n\n\n\n\n\n\"kind\": \"Secret\", \"data\": {\"a\": \"one1\"}}", near) == Values{"one1"});
  CHECK_FALSE(near);
  CHECK(secret("a: b\n---\nkind: Secret\ndata:\n  a: one1\n---\ndata:\n  a: two2\n", near) == Values{"one1"});
  CHECK(near);
}

TEST_CASE("what a name says and the value's look decide together") {
  const auto judge = [](std::string_view value, bool quoted) { return judge_human(value, "password", NameSays::password, quoted, value); };
  CHECK(judge("maple42", true).secret);
  CHECK(judge("maple42", true).confidence == Confidence::medium);
  CHECK(judge("maple42", false).believed == Believed::outside_code);
  CHECK(judge("changeme", false).confidence == Confidence::low);
  CHECK(judge("sunshine", true).confidence == Confidence::low);
  for (const char* none : {"true", "string", "${X}", "{{ x }}", "$(cat x)", "os.Getenv(\"X\")", "/run/secrets/db1", "https://x.corp/2", "Enter it 2",
                           "cfg.password1", "vault:a/b", "sha256", "file.pem", "^5.3.0"}) {
    INFO(none);
    CHECK_FALSE(judge(none, false).secret);
  }
  CHECK(judge("Gr\xc3\xbc\xc3\x9f" "e2024!", true).secret);
  for (const char* spelled : {"P@ssw0rd", "s3cr3t!", "pa$$w0rd", "myPa55word", "L3tm31n1"}) CHECK(judge(spelled, true).confidence == Confidence::low);
  CHECK(judge("P@ssw0rd2019!", true).confidence == Confidence::medium);
  CHECK(judge("fPq8Rz2LmW4xT6vN1cYb0w==", true).secret);
  CHECK_FALSE(judge("a==b2345678", true).secret);
  CHECK(judge("fPq8Rz2LmW4x", true).drawn);
  CHECK_FALSE(judge("maple42", true).drawn);
  CHECK_FALSE(judge("npm:^7.0.4", true).secret);
  CHECK_FALSE(judge("\xe5\xaf\x86\xe7\xa0\x81", true).secret);
  for (const char* phrase : {"winter.coffee.dragon", "diamond.tiger.moscow.computer", "jacket-dragon-dublin-horse", "autumn_horse_silver42"}) {
    INFO(phrase);
    CHECK(judge(phrase, true).confidence == Confidence::medium);
    CHECK(judge(phrase, false).secret);
  }
  CHECK(judge("healing-rewrite-dragon", true).confidence == Confidence::low);
  for (const char* name : {"createAccessor", "container", "minio-trusted-certs", "project.ProjectTokenResponse", "vaultpass",
                           "your_client_secret", "CHANGE_ME_PLEASE", "user:9735e2788d4e2300:profile", "app-7f05fb67f3ca.tar.gz"}) {
    INFO(name);
    CHECK_FALSE(judge(name, true).secret);
    CHECK_FALSE(judge(name, false).secret);
  }
  CHECK(is_believed_at(Believed::outside_code, "a/config.yml"));
  CHECK_FALSE(is_believed_at(Believed::outside_code, "a/main.go"));
  CHECK_FALSE(is_believed_at(Believed::in_configuration, "README.md"));
}

}  // namespace gogate::secrets
