package dev.xylem.plan;

import org.bson.BsonValue;

/** The operations of <a href="https://www.rfc-editor.org/rfc/rfc6902#section-4">RFC 6902, section 4</a>. */
sealed interface PatchOperation {

    record Add(PatchSite path, BsonValue value) implements PatchOperation {}

    record Remove(PatchSite path) implements PatchOperation {}

    record Replace(PatchSite path, BsonValue value) implements PatchOperation {}

    record Move(PatchSite from, PatchSite path) implements PatchOperation {}

    record Copy(PatchSite from, PatchSite path) implements PatchOperation {}

    record Test(PatchSite path, BsonValue value) implements PatchOperation {}
}
