#include "scanners/secrets/published.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "gate/core/digest.h"

namespace gogate::secrets {
namespace {

// First eight bytes of SHA-256, sorted.

// Values that documentation prints, among them the examples of the standards of
// OAuth (RFC 5849, 6749, 6750, 7591, 7636, 7662, 8628, 8693), HTTP
// authentication (7616, 7617) and OpenID Connect.
constexpr std::array<std::uint64_t, 115> kValues{
    0x0011cc25eb432071, 0x00b3dc640c9c99fc, 0x00cf4c781dc37003, 0x02522f20463c8f61, 0x095101cf732c298a,
    0x0d7e920845ed3423, 0x0e04efa6bc7d2d51, 0x1021ad463a161d69, 0x13d31e961a1ad8ec, 0x190edf59d5736c3b,
    0x1a5d44a2dca19669, 0x1bbb9293c38acc5e, 0x2548602c449fade2, 0x26f76f9d65ee02e1, 0x26fef66da8513146,
    0x293257ab6495ebb1, 0x2c48f83fb2167153, 0x2cafc0970149a84f, 0x2d1f7723aabc5c7a, 0x2e4ff57e9c832eda,
    0x2f3227eccce10b91, 0x2ff8b0fb93aca981, 0x366da6cf65a08841, 0x3e6099e82cea8b70, 0x41ef4bb0b23661e6,
    0x490d7cf8937795a9, 0x4c20e6f5cc11b937, 0x53f5da0aaa93d64c, 0x549c9390539efcfa, 0x5586407997f5e849,
    0x578592185588730b, 0x584b27d64ebc1b33, 0x5895b89c8fb33402, 0x5aac38e542b76b97, 0x5ccf2edb4f070f0b,
    0x5d461d812fae8b3f, 0x5e6a8235e121de87, 0x60a09e4357868c1e, 0x6298b3393a19a082, 0x649e1f5c769e718b,
    0x687da00b09c83361, 0x69e5a07ccf06bc5a, 0x6aa14267d94944e6, 0x6c96130f130ab0d6, 0x6cebd764dd9840fc,
    0x6d55032bf9f88748, 0x6ed645ef0e1abea1, 0x6ee680ca07673c04, 0x73f71af093fdf154, 0x78314b11be2e5815,
    0x79498a1f00674029, 0x7b0aecc5b6f26798, 0x7e8de44ea9ecf6d5, 0x80db82fffae6d59f, 0x80f8b7c904d4a43f,
    0x819994820a8ec7d6, 0x81c8e693b38483b7, 0x82990559e7afdb58, 0x8335c55334821eef, 0x86007eb367696d32,
    0x8651e7dbcb3dcc3a, 0x8b1b17a9740c068a, 0x8be5d113c0871ce1, 0x8d4ef6536dc8895f, 0x8d567eb88afff34f,
    0x8e0628300c16fe38, 0x90580f4d2cbac2f6, 0x90fd21a668f4b121, 0x95e82a7ebb036b3c, 0x969d6377769fd9dd,
    0x9c846fdf0fa8955c, 0x9d03b692e941d5ac, 0x9e309cccd311ea64, 0xa35b81a7d7927b70, 0xa45404ae333dd955,
    0xa4b8b245ab28bc4f, 0xa71b359a87afde13, 0xaa6547439583c3a2, 0xac9265e56c79b234, 0xad71fb4165536675,
    0xad9858116e63b0c5, 0xafa04b0138c73916, 0xb1471f544ceeea31, 0xb18cf97d6c8ac382, 0xb26ab6529d20ebeb,
    0xb7b5459ea7f4d2de, 0xb87dad10a32a2d81, 0xb8e148545b13c78b, 0xbb9b1163338b2a51, 0xbc1a50966c9e6486,
    0xc20fbc2b96183894, 0xc319699f3139394d, 0xc4e91d73cd548be4, 0xc6ea27c534f993d3, 0xc97b628dec750655,
    0xca42b0880529938f, 0xca7459e2b26776de, 0xcb87c87e4a138d9a, 0xcf4d418ed3de92d7, 0xcfd1f073c22435b5,
    0xcfee8a24c17aef53, 0xd8c2efc4c8505e39, 0xdf452eef23e8cf2c, 0xe0cca2965509df67, 0xe21b597ba6b9cafa,
    0xe4902a0b38812b15, 0xe4dd47cf19b67b47, 0xe8a0614b6747a06f, 0xe9974c507d2a8021, 0xea7510480ed45e14,
    0xefb42650fb633dfc, 0xefd9e2f1b57704c1, 0xf2d6ca16515033e5, 0xf53bbf31a42e9c0b, 0xf7010ed465879292};

// Private keys that the Go distribution and its cryptography modules test with,
// among them the ones that RFC 9500 gives to everybody for testing.
constexpr std::array<std::uint64_t, 48> kKeys{
    0x01bfa457f9af0822, 0x10515de1d1dba7d1, 0x233a89eaa6a10f88, 0x2676185b5e6b616a, 0x2969756f083bf0f0,
    0x2c456ab58e3d287d, 0x2e335faf2a795de1, 0x346acba67c50ff61, 0x3b82fa05ac66f898, 0x3c78ed132b82d4e4,
    0x56915efda5c75a83, 0x5882709c242c6f47, 0x662640ac029f0eb8, 0x67263ca605cf3b08, 0x752ee47bdf36d975,
    0x7576ce4471a94682, 0x75b741014fb5fc41, 0x7ac0e93e01f95357, 0x7cbc6ca62432b77c, 0x8128f28f93655bef,
    0x88380efaa18559cb, 0x8c02f314de65ac84, 0x8f81c5adf21809f4, 0x90bbbae25a829ea0, 0x911a557a09dc315e,
    0x92a9ec651a85b979, 0x9e02f42b085f7bff, 0xa1e4fc91be6287ec, 0xa616604bc438b618, 0xb0d4faa9e1112ecb,
    0xbc275c63b92cbe58, 0xc20dd90f808eb154, 0xd03e32d8f0439fe6, 0xd1a6a197efd9030e, 0xd490a6d4b0056606,
    0xe2ac7fcd46da5641, 0xe6990e679f329ae1, 0xeaad1edc3fe076e4, 0xeb31958f18263e95, 0xec5fa9904554f5f4,
    0xf672d09685e0fa2c, 0xf74b6842b0c30ae6, 0xf9c3778a19e98d93, 0xfa657a9664ffa170, 0xfc1699182506ae53,
    0xfc5d71d939be498a, 0xfceef0fac63a3f3a, 0xffdff0657e09322f};

std::uint64_t head_of_digest(std::string_view bytes) {
  const Sha256 digest = sha256(bytes);
  std::uint64_t out = 0;
  for (std::size_t i = 0; i < 8; ++i) out = out << 8 | digest[i];
  return out;
}

}  // namespace

bool is_published_value(std::string_view value) {
  return std::binary_search(kValues.begin(), kValues.end(), head_of_digest(value));
}

bool is_published_key(std::string_view decoded) {
  return std::binary_search(kKeys.begin(), kKeys.end(), head_of_digest(decoded));
}

}  // namespace gogate::secrets
