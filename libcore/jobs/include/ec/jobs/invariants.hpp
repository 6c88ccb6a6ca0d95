#pragma once

#include <string>
#include <vector>

namespace ec::db {
class Transaction;
}

namespace ec::jobs {

/// One broken promise: which ("J2"), the job, and what is wrong with it.
struct Violation {
    std::string rule;
    std::string job_id;
    std::string problem;
};

/// SQL only. J1 states and their final time; J2 no lease that ran out over 40 s ago; J3 attempts
/// within their limit; plus what the rows of attempts and events promise. At most 100.
[[nodiscard]] std::vector<Violation> check_invariants(db::Transaction& transaction);

}  // namespace ec::jobs
