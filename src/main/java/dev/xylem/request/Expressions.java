package dev.xylem.request;

import java.util.Set;

/**
 * The aggregation expression operators that callers may use.
 * <a href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/">All of the manual's</a>, less those that run JavaScript
 * ({@code $function}, {@code $accumulator}).
 */
final class Expressions {
    static final Set<String> OPERATORS = Set.of(
            // arithmetic
            "$abs", "$add", "$ceil", "$divide", "$exp", "$floor", "$ln", "$log", "$log10", "$mod", "$multiply", "$pow", "$round",
            "$sqrt", "$subtract", "$trunc", "$sigmoid",
            // trigonometry
            "$sin", "$cos", "$tan", "$asin", "$acos", "$atan", "$atan2", "$asinh", "$acosh", "$atanh", "$sinh", "$cosh", "$tanh",
            "$degreesToRadians", "$radiansToDegrees",
            // bits
            "$bitAnd", "$bitNot", "$bitOr", "$bitXor",
            // arrays
            "$arrayElemAt", "$arrayToObject", "$concatArrays", "$filter", "$firstN", "$in", "$indexOfArray", "$isArray", "$lastN", "$map",
            "$maxN", "$minN", "$objectToArray", "$range", "$reduce", "$reverseArray", "$size", "$slice", "$sortArray", "$zip", "$first",
            "$last",
            // logic and comparison
            "$and", "$not", "$or", "$cmp", "$eq", "$gt", "$gte", "$lt", "$lte", "$ne", "$cond", "$ifNull", "$switch",
            // objects and values
            "$literal", "$let", "$mergeObjects", "$setField", "$unsetField", "$getField", "$binarySize", "$bsonSize",
            // dates
            "$dateAdd", "$dateDiff", "$dateFromParts", "$dateFromString", "$dateSubtract", "$dateToParts", "$dateToString", "$dateTrunc",
            "$dayOfMonth", "$dayOfWeek", "$dayOfYear", "$hour", "$isoDayOfWeek", "$isoWeek", "$isoWeekYear", "$millisecond", "$minute",
            "$month", "$second", "$toDate", "$week", "$year", "$tsIncrement", "$tsSecond",
            // sets
            "$allElementsTrue", "$anyElementTrue", "$setDifference", "$setEquals", "$setIntersection", "$setIsSubset", "$setUnion",
            // strings
            "$concat", "$indexOfBytes", "$indexOfCP", "$ltrim", "$regexFind", "$regexFindAll", "$regexMatch", "$replaceOne",
            "$replaceAll", "$rtrim", "$split", "$strLenBytes", "$strLenCP", "$strcasecmp", "$substr", "$substrBytes", "$substrCP",
            "$toLower", "$toString", "$trim", "$toUpper",
            // types
            "$convert", "$isNumber", "$toBool", "$toDecimal", "$toDouble", "$toInt", "$toLong", "$toObjectId", "$type",
            // accumulators that are expressions too
            "$avg", "$max", "$min", "$sum", "$stdDevPop", "$stdDevSamp", "$median", "$percentile", "$rand", "$meta");

    private Expressions() {}
}
