// Types of expressions, as far as one file and a few well-known functions tell.
#include <algorithm>
#include <array>
#include <utility>

#include "scanners/gopatterns/facts.h"

namespace gogate::gopatterns {
namespace {

constexpr unsigned kDepth = 60;

struct Known {
  std::string_view function;  // "sql.Open", or a method "(*sql.DB).Begin"
  std::string_view results;   // separated by commas
};
// Sorted by function.
constexpr std::array kKnown{
    Known{"(*http.Client).Do", "*http.Response,error"},
    Known{"(*http.Client).Get", "*http.Response,error"},
    Known{"(*http.Client).Head", "*http.Response,error"},
    Known{"(*http.Client).Post", "*http.Response,error"},
    Known{"(*http.Client).PostForm", "*http.Response,error"},
    Known{"(*http.Request).Context", "context.Context"},
    Known{"(*http.Request).FormValue", "string"},
    Known{"(*http.Request).PathValue", "string"},
    Known{"(*http.Request).WithContext", "*http.Request"},
    Known{"(*sql.DB).Begin", "*sql.Tx,error"},
    Known{"(*sql.DB).BeginTx", "*sql.Tx,error"},
    Known{"(*sql.DB).Conn", "*sql.Conn,error"},
    Known{"(*sql.DB).Prepare", "*sql.Stmt,error"},
    Known{"(*sql.DB).Query", "*sql.Rows,error"},
    Known{"(*sql.DB).QueryContext", "*sql.Rows,error"},
    Known{"(*sql.DB).QueryRow", "*sql.Row"},
    Known{"(*sql.DB).QueryRowContext", "*sql.Row"},
    Known{"(*sql.Tx).Prepare", "*sql.Stmt,error"},
    Known{"(*sql.Tx).Query", "*sql.Rows,error"},
    Known{"(*zip.ReadCloser).Open", "fs.File,error"},
    Known{"bufio.NewReader", "*bufio.Reader"},
    Known{"bufio.NewScanner", "*bufio.Scanner"},
    Known{"bufio.NewWriter", "*bufio.Writer"},
    Known{"bytes.NewBuffer", "*bytes.Buffer"},
    Known{"bytes.NewBufferString", "*bytes.Buffer"},
    Known{"bytes.NewReader", "*bytes.Reader"},
    Known{"context.Background", "context.Context"},
    Known{"context.TODO", "context.Context"},
    Known{"context.WithCancel", "context.Context,context.CancelFunc"},
    Known{"context.WithDeadline", "context.Context,context.CancelFunc"},
    Known{"context.WithTimeout", "context.Context,context.CancelFunc"},
    Known{"context.WithValue", "context.Context"},
    Known{"errors.New", "error"},
    Known{"exec.Command", "*exec.Cmd"},
    Known{"exec.CommandContext", "*exec.Cmd"},
    Known{"fmt.Errorf", "error"},
    Known{"fmt.Sprint", "string"},
    Known{"fmt.Sprintf", "string"},
    Known{"fmt.Sprintln", "string"},
    Known{"http.Get", "*http.Response,error"},
    Known{"http.Head", "*http.Response,error"},
    Known{"http.NewRequest", "*http.Request,error"},
    Known{"http.NewRequestWithContext", "*http.Request,error"},
    Known{"http.NewServeMux", "*http.ServeMux"},
    Known{"http.Post", "*http.Response,error"},
    Known{"http.PostForm", "*http.Response,error"},
    Known{"io.ReadAll", "[]byte,error"},
    Known{"ioutil.ReadAll", "[]byte,error"},
    Known{"ioutil.ReadFile", "[]byte,error"},
    Known{"json.Marshal", "[]byte,error"},
    Known{"json.NewDecoder", "*json.Decoder"},
    Known{"json.NewEncoder", "*json.Encoder"},
    Known{"net.Dial", "net.Conn,error"},
    Known{"net.Listen", "net.Listener,error"},
    Known{"os.Create", "*os.File,error"},
    Known{"os.CreateTemp", "*os.File,error"},
    Known{"os.Getenv", "string"},
    Known{"os.Open", "*os.File,error"},
    Known{"os.OpenFile", "*os.File,error"},
    Known{"os.ReadFile", "[]byte,error"},
    Known{"rand.New", "*rand.Rand"},
    Known{"regexp.Compile", "*regexp.Regexp,error"},
    Known{"regexp.MustCompile", "*regexp.Regexp"},
    Known{"sql.Open", "*sql.DB,error"},
    Known{"sql.OpenDB", "*sql.DB"},
    Known{"strconv.Atoi", "int,error"},
    Known{"strconv.Itoa", "string"},
    Known{"strconv.ParseBool", "bool,error"},
    Known{"strconv.ParseFloat", "float64,error"},
    Known{"strconv.ParseInt", "int64,error"},
    Known{"strconv.ParseUint", "uint64,error"},
    Known{"strings.Join", "string"},
    Known{"strings.NewReader", "*strings.Reader"},
    Known{"strings.ToLower", "string"},
    Known{"strings.ToUpper", "string"},
    Known{"template.Must", "*template.Template"},
    Known{"template.New", "*template.Template"},
    Known{"template.ParseFiles", "*template.Template,error"},
    Known{"time.Now", "time.Time"},
    Known{"time.Since", "time.Duration"},
    Known{"tls.Dial", "*tls.Conn,error"},
    Known{"url.Parse", "*url.URL,error"},
    Known{"x509.NewCertPool", "*x509.CertPool"},
    Known{"zip.OpenReader", "*zip.ReadCloser,error"},
};

std::string named(std::string_view of, std::string_view link, std::string_view name) {
  std::string out(of);
  out += link;
  out += name;
  return out;
}

std::string result_of(std::string_view function, std::uint32_t position) {
  const auto it = std::lower_bound(kKnown.begin(), kKnown.end(), function,
                                   [](const Known& k, std::string_view f) { return k.function < f; });
  if (it == kKnown.end() || it->function != function) return {};
  std::string_view results = it->results;
  while (position-- > 0) {
    const std::size_t comma = results.find(',');
    if (comma == std::string_view::npos) return {};
    results.remove_prefix(comma + 1);
  }
  return std::string(results.substr(0, results.find(',')));
}

}  // namespace

std::string Facts::type_text(NodeId type) {
  if (type == 0 || depth_ >= kDepth) return {};
  ++depth_;
  const Node& n = tree_.node(type);
  std::string out;
  const auto child = [&](unsigned i) {
    const NodeId c = tree_.child(type, i);
    return c != 0 ? type_text(c) : std::string();
  };
  switch (n.kind) {
    case Kind::ident:
      out = tree_.name_of(type);
      if (out == "any") out = "interface{}";
      break;
    case Kind::selector: {
      const std::string_view path = import_path(n.first);
      out = path.empty() ? tree_.text_of(n.first) : package_name(path);
      out += '.';
      out += tree_.names[n.name].text;
      break;
    }
    case Kind::unary:
      out = n.op == Op::mul ? '*' : '~';
      out += child(0);
      break;
    case Kind::slice_type:
      out = "[]";
      out += child(0);
      break;
    case Kind::array_type:
      out = '[';
      out += tree_.text_of(n.first);
      out += ']';
      out += child(1);
      break;
    case Kind::map_type:
      out = "map[";
      out += child(0);
      out += ']';
      out += child(1);
      break;
    case Kind::chan_type:
      out = "chan ";
      out += child(0);
      break;
    case Kind::index:
      out = child(0);
      for (unsigned i = 1; tree_.child(type, i) != 0 && i < 20; ++i) {
        out += i > 1 ? ',' : '[';
        out += child(i);
      }
      out += ']';
      break;
    case Kind::interface_type:
      out = n.first == 0 ? "interface{}" : std::string(tree_.text_of(type));
      break;
    default: out = tree_.text_of(type); break;
  }
  --depth_;
  return out;
}

std::string Facts::type_of(NodeId expression) { return type_at_depth(expression, 0); }

std::string Facts::type_of_name(NodeId ident) {
  const DeclId id = tree_.decl_of(ident);
  if (id == 0) return {};
  const Decl& d = tree_.decls[id];
  if (d.type != 0 && d.kind != DeclKind::type) {
    std::string type = type_text(d.type);
    // The parameter's node stands just before its name and type.
    for (NodeId p = d.type; p-- > 1 && p + 6 > d.type;) {
      const Node& n = tree_.node(p);
      if (n.kind != Kind::param || n.last <= d.type) continue;
      if ((n.flags & kVariadic) != 0) type.insert(0, "[]");
      break;
    }
    return type;
  }
  if (d.value != 0 && (d.kind == DeclKind::variable || d.kind == DeclKind::constant))
    return type_at_depth(d.value, d.position);
  return {};
}

std::string Facts::type_at_depth(NodeId expression, std::uint32_t position) {
  if (expression == 0 || depth_ >= kDepth) return {};
  ++depth_;
  const Node& n = tree_.node(expression);
  std::string out;
  switch (n.kind) {
    case Kind::ident: out = type_of_name(expression); break;
    case Kind::composite:
      if (n.first != 0 && tree_.node(n.first).kind != Kind::absent) out = type_text(n.first);
      break;
    case Kind::unary: {
      const std::string inner = type_at_depth(n.first, 0);
      if (inner.empty()) break;
      if (n.op == Op::bit_and) (out = '*') += inner;
      else if (n.op == Op::mul && inner[0] == '*') out = inner.substr(1);
      else if (n.op == Op::not_) out = "bool";
      else if (n.op == Op::sub || n.op == Op::add || n.op == Op::bit_xor) out = inner;
      break;
    }
    case Kind::string: out = "string"; break;
    case Kind::number: out = "int"; break;
    case Kind::floating: out = "float64"; break;
    case Kind::rune: out = "rune"; break;
    case Kind::boolean: out = "bool"; break;
    case Kind::binary:
      if (n.op >= Op::eq && n.op <= Op::or_or) out = "bool";
      else if (out = type_at_depth(n.first, 0); out.empty()) out = type_at_depth(tree_.node(n.first).next, 0);
      break;
    case Kind::type_assert:
      if (position == 0) out = type_text(tree_.node(n.first).next);
      else out = "bool";
      break;
    case Kind::index: {
      const std::string inner = type_at_depth(n.first, 0);
      if (position == 1) out = "bool";
      else if (inner.starts_with("[]")) out = inner.substr(2);
      else if (inner == "string") out = "byte";
      else if (inner.starts_with("map[")) {
        const std::size_t close = inner.find(']');
        if (close != std::string::npos && inner.find('[', 4) > close) out = inner.substr(close + 1);
      }
      break;
    }
    case Kind::slice: out = type_at_depth(n.first, 0); break;
    case Kind::selector: out = field_type(expression); break;
    case Kind::call: out = call_type(expression, position); break;
    default: break;
  }
  --depth_;
  return out;
}

// x.f where x has a struct type that this file declares.
std::string Facts::field_type(NodeId selector) {
  const Node& n = tree_.node(selector);
  std::string type = type_at_depth(n.first, 0);
  if (!type.empty() && type[0] == '*') type.erase(0, 1);
  if (type.empty()) return {};
  const std::string_view field = tree_.names[n.name].text;
  if (type == "http.Request" && field == "URL") return "*url.URL";
  if (type == "http.Request" && field == "Header") return "http.Header";
  if (type == "http.Request" && field == "Body") return "io.ReadCloser";
  const Sym s = tree_.names.find(type);
  if (s == 0 || s >= tree_.package_scope.size() || tree_.package_scope[s] == 0) return {};
  const Decl& d = tree_.decls[tree_.package_scope[s]];
  if (d.kind != DeclKind::type || d.type == 0 || tree_.node(d.type).kind != Kind::struct_type) return {};
  for (NodeId f = tree_.node(d.type).first; f != 0; f = tree_.node(f).next) {
    const NodeId name = tree_.node(f).first;
    if (tree_.node(f).kind == Kind::field && tree_.node(name).kind == Kind::ident && tree_.name_of(name) == field)
      return type_text(tree_.node(name).next);
  }
  return {};
}

std::string Facts::call_type(NodeId call, std::uint32_t position) {
  const NodeId callee = tree_.node(call).first;
  if (callee == 0) return {};
  const Node& f = tree_.node(callee);
  const NodeId argument = f.next;
  switch (f.kind) {
    case Kind::ident: {
      const DeclId id = tree_.decl_of(callee);
      const std::string_view name = tree_.name_of(callee);
      if (id == 0) {
        if (name == "new" && argument != 0) {
          const NodeId last = tree_.node(argument).kind == Kind::selector ? tree_.node(argument).first : argument;
          // new(T), or since Go 1.26 new(value).
          const DeclId meant = tree_.node(last).kind == Kind::ident ? tree_.decl_of(last) : 0;
          const DeclKind kind = meant != 0 ? tree_.decls[meant].kind : DeclKind::type;
          const bool value = kind == DeclKind::variable || kind == DeclKind::parameter || kind == DeclKind::constant;
          const std::string inner = value ? type_of(argument) : type_text(argument);
          if (inner.empty()) return inner;
          std::string pointer(1, '*');
          pointer += inner;
          return pointer;
        }
        if (name == "make" && argument != 0) return type_text(argument);
        if (name == "append" && argument != 0) return type_of(argument);
        if (name == "len" || name == "cap" || name == "copy") return "int";
        static constexpr std::array<std::string_view, 16> kBasic{
            "string", "int", "int8", "int16", "int32", "int64", "uint", "uint8", "uint16", "uint32", "uint64", "byte",
            "rune", "float32", "float64", "uintptr"};
        if (std::find(kBasic.begin(), kBasic.end(), name) != kBasic.end()) return std::string(name);
        return {};
      }
      const Decl& d = tree_.decls[id];
      if (d.kind == DeclKind::type) return std::string(name);
      if (d.kind != DeclKind::function || d.value == 0) return {};
      NodeId param = tree_.node(tree_.child(d.value, 3)).first;
      while (param != 0 && position-- > 0) param = tree_.node(param).next;
      return param != 0 ? type_text(tree_.child(param, 1)) : std::string();
    }
    case Kind::selector: {
      const std::string_view path = import_path(f.first);
      if (!path.empty())
        return result_of(named(package_name(path), ".", tree_.names[f.name].text), position);
      const std::string receiver = type_at_depth(f.first, 0);
      if (receiver.empty()) return {};
      std::string method(1, '(');
      method += receiver;
      return result_of(named(method, ").", tree_.names[f.name].text), position);
    }
    case Kind::slice_type:
    case Kind::array_type:
    case Kind::map_type:
    case Kind::chan_type:
    case Kind::unary: return type_text(callee);  // a conversion
    default: return {};
  }
}

}  // namespace gogate::gopatterns
