package dev.xylem.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.api.Namespace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileNamesTest {

    @ParameterizedTest
    @CsvSource({
        "shop, orders, shop/orders",
        "shop, _properties, shop/_properties",
        "shop, Orders.2024-01, shop/Orders.2024-01",
        "shop, a b/c, shop/a%20b%2Fc",
        "shop, .., shop/%2E.",
        "shop, été, shop/%C3%A9t%C3%A9",
        "shop, 100%~2, shop/100%25%7E2"
    })
    void namesStayRecognisable(String database, String collection, String expected) {
        assertEquals(expected, new FileNames().folder(new Namespace(database, collection)));
    }

    @Test
    void namesThatAFileSystemCouldTakeForTheSameGetANumber() {
        var names = new FileNames();
        assertEquals("shop/orders", names.folder(new Namespace("shop", "orders")));
        assertEquals("shop/Orders~2", names.folder(new Namespace("shop", "Orders")));
        assertEquals("shop/ORDERS~3", names.folder(new Namespace("shop", "ORDERS")));
    }

    @Test
    void longNamesAreCutAndStillDiffer() {
        var names = new FileNames();
        String first = names.folder(new Namespace("shop", "é".repeat(100) + "1"));
        String second = names.folder(new Namespace("shop", "é".repeat(100) + "2"));
        assertNotEquals(first, second);
        assertTrue(second.length() < 120, second);
    }

    @Test
    void filesOfACollectionSortByNumber() {
        assertEquals("shop/orders/000012.ndjson", FileNames.part("shop/orders", 12));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/etc/passwd", "../x", "a/../../x", "a/..", "a//b", "./a", "a\\..\\b", "C:/x", "a\0b"})
    void namesThatLeadOutsideAreNotSafe(String name) {
        assertFalse(FileNames.isSafe(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"manifest.json", "shop/a..b/000001.ndjson", "shop/%2E./000001.ndjson"})
    void othersAre(String name) {
        assertTrue(FileNames.isSafe(name));
    }
}
