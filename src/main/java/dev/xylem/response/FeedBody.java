package dev.xylem.response;

import dev.xylem.api.ApiResponse;
import dev.xylem.plan.Plan;
import dev.xylem.plan.live.Changes;

/** A feed, ready to be opened. */
public record FeedBody(Plan.Watch watch, Changes changes, EventWriter events) implements ApiResponse.Live {}
