#include <ec/marketdata/provider_transport.hpp>

#include <ec/base/error.hpp>
#include <ec/http_client/http_client.hpp>
#include <ec/marketdata/provider_catalog.hpp>

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

namespace ec::marketdata {
namespace {

using http_client::Failure;

constexpr std::int64_t longest_hold_s = 86'400;
// An answer that came in the last moment is kept all the same.
constexpr Micros keeping_us = 5 * micros_per_second;
constexpr std::array<std::string_view, 2> sec_hosts{"https://www.sec.gov", "https://data.sec.gov"};

std::string_view what_happened(Failure failure) {
    switch (failure) {
        case Failure::resolve:
            return "has no address. Check this machine's network and name server.";
        case Failure::connect:
            return "does not accept connections. Try again later or another source.";
        case Failure::tls:
            return "could not prove its identity. Check the clock and the proxy of this machine.";
        case Failure::timeout:
            return "did not answer in time. Try again later or another source.";
        case Failure::closed:
            return "closed the connection without an answer, as it does to programs it keeps out. "
                   "Try another source.";
        case Failure::too_large:
            return "sent more than an answer can be. Try another source.";
    }
    return "";
}

Error translated(std::string_view provider, http_client::SendError const& error) {
    auto const code =
        error.failure() == Failure::timeout ? ErrorCode::timeout : ErrorCode::unavailable;
    return Error(code, fmt::format("provider.{}", to_string(error.failure())),
                 fmt::format("{} {}", title_of(provider), what_happened(error.failure())))
        .with_log(error.what());
}

// What a stranger's header may hold and a row may not.
std::string printable(std::string_view text) {
    constexpr std::size_t longest = 100;
    std::string out;
    for (char const c : text.substr(0, longest))
        if (c >= ' ' && c < '\x7f') out += c;
    return out;
}

std::string rebased(std::string const& url, std::string_view base, std::string const& endpoint) {
    if (base.empty() || !url.starts_with(base)) return url;
    return endpoint + url.substr(base.size());
}

std::string without(std::string body, std::string const& secret) {
    if (secret.empty()) return body;
    constexpr std::string_view mark = "***";
    for (auto at = body.find(secret); at != std::string::npos; at = body.find(secret, at)) {
        body.replace(at, secret.size(), mark);
        at += mark.size();
    }
    return body;
}

std::optional<int> month_of(std::string_view name) {
    constexpr std::array<std::string_view, 12> names{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    auto const found = std::ranges::find(names, name);
    if (found == names.end()) return std::nullopt;
    return static_cast<int>(found - names.begin()) + 1;
}

std::optional<std::int64_t> whole(std::string_view text) {
    std::int64_t value = 0;
    auto const* end = text.data() + text.size();
    auto const parsed = std::from_chars(text.data(), end, value);
    if (text.empty() || parsed.ec != std::errc{} || parsed.ptr != end || value < 0)
        return std::nullopt;
    return value;
}

// "Wed, 21 Oct 2015 07:28:00 GMT".
std::optional<Micros> http_date(std::string_view text) {
    if (text.size() != 29 || !text.ends_with(" GMT")) return std::nullopt;
    auto const day = whole(text.substr(5, 2));
    auto const month = month_of(text.substr(8, 3));
    auto const year = whole(text.substr(12, 4));
    auto const hour = whole(text.substr(17, 2));
    auto const minute = whole(text.substr(20, 2));
    auto const second = whole(text.substr(23, 2));
    if (!day || !month || !year || !hour || !minute || !second) return std::nullopt;
    auto const date = Date::try_from_ymd(static_cast<int>(*year), *month, static_cast<int>(*day));
    if (!date || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
    return date->days() * micros_per_day +
           ((*hour * 60 + *minute) * 60 + *second) * micros_per_second;
}

}  // namespace

std::optional<std::int64_t> parse_retry_after(std::string_view value, Micros now_us) {
    if (auto const seconds = whole(value)) return std::min(*seconds, longest_hold_s);
    auto const at_us = http_date(value);
    if (!at_us) return std::nullopt;
    return std::clamp<std::int64_t>((*at_us - now_us) / micros_per_second, 0, longest_hold_s);
}

struct LiveTransport::State {
    State(Vault& kept, LiveSettings given)
        : vault(kept), settings(std::move(given)), client([this] {
              http_client::ClientSettings client_settings;
              client_settings.user_agent = settings.user_agent;
              client_settings.ca_file = settings.ca_file;
              return client_settings;
          }()) {}

    [[nodiscard]] std::string address(TransportRequest const& request) const {
        auto const& url = request.request.url;
        auto const endpoint = settings.endpoints.find(request.question.provider);
        if (endpoint == settings.endpoints.end()) return url;
        if (auto const provider = parse_provider(request.question.provider))
            return rebased(url, info_of(*provider).base_url, endpoint->second);
        for (auto const host : sec_hosts)
            if (url.starts_with(host)) return rebased(url, host, endpoint->second);
        return url;
    }

    Vault& vault;
    LiveSettings settings;
    http_client::HttpClient client;
};

LiveTransport::LiveTransport(Vault& vault, LiveSettings settings)
    : state_(std::make_unique<State>(vault, std::move(settings))) {}
LiveTransport::~LiveTransport() = default;

TransportAnswer LiveTransport::send(CallContext const& context, TransportRequest const& request) {
    auto const& provider = request.question.provider;
    http_client::HttpRequest out;
    out.method = request.request.method == RequestMethod::post ? "POST" : "GET";
    out.url = state_->address(request);
    for (auto const& [name, value] : request.request.headers) out.headers.push_back({name, value});
    out.body = request.request.body;
    out.max_response_bytes = request.max_bytes;
    out.connect_timeout_ms = state_->settings.connect_timeout_ms;
    auto const sent_at_us = context.now_us();
    http_client::HttpResponse response;
    try {
        response = state_->client.send(context, out);
    } catch (http_client::SendError const& error) {
        throw translated(provider, error);
    }
    auto const now = context.now_us();
    TransportAnswer answer;
    answer.latency_ms = std::max<std::int64_t>(0, (now - sent_at_us) / 1'000);
    if (auto const hold = response.find_header("retry-after"))
        answer.retry_after_s = parse_retry_after(*hold, now);
    answer.answer.status = std::clamp(response.status, 100, 599);
    answer.answer.content_type = printable(response.find_header("content-type").value_or(""));
    answer.answer.body = without(std::move(response.body), request.secret);
    answer.answer.fetched_at_us = now;
    CallContext const keeping{context.clock, now + keeping_us, {}, context.trace_id, context.actor};
    answer.answer = state_->vault.keep(keeping, request.question, std::move(answer.answer));
    return answer;
}

TransportAnswer VaultTransport::send(CallContext const& context, TransportRequest const& request) {
    auto found = vault_.find(context, request.question, not_after_us_);
    if (!found)
        throw Error(ErrorCode::unavailable, "vault.no_answer",
                    fmt::format("No answer of {} to this question is kept from that time or "
                                "before.",
                                title_of(request.question.provider)));
    TransportAnswer answer;
    answer.answer = *std::move(found);
    return answer;
}

}  // namespace ec::marketdata
