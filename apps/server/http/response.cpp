#include <http/response.hpp>

namespace ec::http {

Response json_response(int status, std::string body) {
    return text_response(status, "application/json", std::move(body));
}

Response text_response(int status, std::string content_type, std::string body) {
    Response response;
    response.status = status;
    response.content_type = std::move(content_type);
    response.body = std::move(body);
    return response;
}

Response stream_response(std::unique_ptr<EventStream> stream, Execution pull, int poll_ms) {
    Response response;
    response.content_type = "text/event-stream";
    response.headers.push_back({"X-Accel-Buffering", "no"});
    response.stream = std::move(stream);
    response.stream_pull = pull;
    response.stream_poll_ms = poll_ms;
    return response;
}

}  // namespace ec::http
