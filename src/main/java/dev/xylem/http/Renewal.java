package dev.xylem.http;

import dev.xylem.api.ApiRequest;
import dev.xylem.api.Grant;
import dev.xylem.api.Resource;
import dev.xylem.plan.Plan;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/** Whether the caller of a feed may still have it, and what has changed about it. Asked by one at a time. */
final class Renewal {
    private final Supplier<ApiRequest> ask;
    private final Function<ApiRequest, Grant> authorize;
    private final BiFunction<ApiRequest, Grant, Plan> plan;
    private Grant last;

    /**
     * @param granted when it was opened
     * @param ask the request, of the caller as it is now
     */
    Renewal(
            Grant granted,
            Supplier<ApiRequest> ask,
            Function<ApiRequest, Grant> authorize,
            BiFunction<ApiRequest, Grant, Plan> plan) {
        this.last = granted;
        this.ask = ask;
        this.authorize = authorize;
        this.plan = plan;
    }

    /**
     * The feed by the rules of now; empty when they are what they were. A stored stream may have another definition, too.
     *
     * @throws dev.xylem.api.ProblemException when the caller may not have it any more, or when that can't be found out
     */
    Optional<Plan.Watch> changed() {
        ApiRequest now = ask.get();
        Grant granted = authorize.apply(now);
        if (!(now.resource() instanceof Resource.Stream)
                && granted.rows().equals(last.rows())
                && granted.fields().equals(last.fields())) {
            return Optional.empty();
        }
        var planned = (Plan.Watch) plan.apply(now, granted);
        last = granted;
        return Optional.of(planned);
    }
}
