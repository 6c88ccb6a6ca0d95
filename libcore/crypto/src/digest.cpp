#include <ec/crypto/digest.hpp>

#include <ec/base/error.hpp>
#include <ec/crypto/encoding.hpp>

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium.h>

namespace ec::crypto {

struct Sha256::State {
    State() : context(EVP_MD_CTX_new()) { EC_CHECK(context != nullptr); }
    State(State const&) = delete;
    State& operator=(State const&) = delete;
    ~State() { EVP_MD_CTX_free(context); }
    void start() { EC_CHECK(EVP_DigestInit_ex(context, EVP_sha256(), nullptr) == 1); }
    EVP_MD_CTX* context;
};

Sha256::Sha256() : state_(std::make_unique<State>()) { state_->start(); }
Sha256::~Sha256() = default;

void Sha256::update(std::span<std::byte const> bytes) {
    EC_CHECK(EVP_DigestUpdate(state_->context, bytes.data(), bytes.size()) == 1);
}

void Sha256::update(std::string_view text) { update(as_bytes(text)); }

Digest Sha256::finish() {
    Digest digest{};
    unsigned length = 0;
    auto* out = reinterpret_cast<unsigned char*>(digest.data());
    EC_CHECK(EVP_DigestFinal_ex(state_->context, out, &length) == 1);
    EC_CHECK(length == digest.size());
    state_->start();
    return digest;
}

std::string Sha256::finish_hex() { return to_hex(finish()); }

Digest sha256(std::span<std::byte const> bytes) {
    Digest digest{};
    unsigned length = 0;
    auto* out = reinterpret_cast<unsigned char*>(digest.data());
    EC_CHECK(EVP_Digest(bytes.data(), bytes.size(), out, &length, EVP_sha256(), nullptr) == 1);
    EC_CHECK(length == digest.size());
    return digest;
}

std::string sha256_hex(std::span<std::byte const> bytes) { return to_hex(sha256(bytes)); }
std::string sha256_hex(std::string_view text) { return sha256_hex(as_bytes(text)); }

Digest hmac_sha256(std::span<std::byte const> key, std::string_view text) {
    Digest digest{};
    unsigned length = 0;
    auto const* in = reinterpret_cast<unsigned char const*>(text.data());
    auto* out = reinterpret_cast<unsigned char*>(digest.data());
    // A null key pointer means "the previous key" to the library, so an empty one needs an address.
    void const* key_data = key.empty() ? static_cast<void const*>("") : key.data();
    EC_CHECK(HMAC(EVP_sha256(), key_data, static_cast<int>(key.size()), in, text.size(), out,
                  &length) != nullptr);
    EC_CHECK(length == digest.size());
    return digest;
}

std::string hmac_sha256_hex(std::span<std::byte const> key, std::string_view text) {
    return to_hex(hmac_sha256(key, text));
}

bool equal_constant_time(std::string_view a, std::string_view b) noexcept {
    return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace ec::crypto
