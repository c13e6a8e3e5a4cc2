package dev.xylem.storage;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Answers remembered for a while; absence and failures are not. Who asks what another thread is asking already waits for that answer,
 * its failure included: when the store is lost nobody waits longer than the first one.
 */
final class Lookups<K, V> {
    private final AsyncCache<K, V> answers;
    private final Function<K, @Nullable V> find;

    Lookups(int most, Duration remembered, Function<K, @Nullable V> find) {
        this.answers = Caffeine.newBuilder()
                .maximumSize(most)
                .expireAfterWrite(remembered)
                .buildAsync();
        this.find = find;
    }

    Optional<V> get(K key) {
        var mine = new CompletableFuture<V>();
        var others = answers.asMap().putIfAbsent(key, mine);
        return others == null ? found(key, mine) : awaited(key, others);
    }

    private Optional<V> found(K key, CompletableFuture<V> mine) {
        try {
            V answer = find.apply(key);
            if (answer == null) {
                // for those who wait: that it was absent then says nothing about now
                mine.cancel(false);
            } else {
                mine.complete(answer);
            }
            return Optional.ofNullable(answer);
        } catch (Throwable e) {
            mine.completeExceptionally(e);
            throw e;
        }
    }

    private Optional<V> awaited(K key, CompletableFuture<V> others) {
        try {
            return Optional.of(others.join());
        } catch (CancellationException _) {
            return Optional.ofNullable(find.apply(key));
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
    }

    void forget(K key) {
        answers.synchronous().invalidate(key);
    }

    void forgetAll(Predicate<K> keys) {
        answers.asMap().keySet().removeIf(keys);
    }
}
