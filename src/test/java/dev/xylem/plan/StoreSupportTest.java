package dev.xylem.plan;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.api.Problem;
import dev.xylem.api.ProblemException;
import dev.xylem.api.ProblemType;
import org.junit.jupiter.api.Test;

class StoreSupportTest {
    private static final Capabilities NOTHING =
            new Capabilities("a store", false, false, false, false, false, false, false);
    private static final Capabilities PIPELINES =
            new Capabilities("a store", false, false, true, false, false, false, false);

    @Test
    void namesThePipelineUpdatesThatTheStoreLacks() {
        Problem problem = assertThrows(ProblemException.class, () -> StoreSupport.requirePipelineUpdates(NOTHING))
                .problem();

        assertEquals(ProblemType.STORE_UNSUPPORTED, problem.type());
        assertTrue(problem.detail().contains("updates by an aggregation pipeline"), problem.detail());
        assertDoesNotThrow(() -> StoreSupport.requirePipelineUpdates(PIPELINES));
    }
}
