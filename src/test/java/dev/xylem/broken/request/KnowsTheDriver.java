package dev.xylem.broken.request;

import com.mongodb.client.MongoClient;

/** The driver belongs into storage. */
public record KnowsTheDriver(MongoClient client) {}
