package dev.xylem.plan.live;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * What occurrences mean to one feed. While a snapshot is read, nobody knows which of the changes of that time it shows already; so they are
 * kept until all of them are known, and then only the last of each document counts, and only if it differs from what was shown. Not for
 * several threads.
 */
public final class Tracker {
    private final long feed;
    private final long print;
    private Sight sight;
    private long sequence;
    private BsonDocument token;
    private @Nullable Ledger ledger;
    private @Nullable Window window;
    private long kept;

    /**
     * The time of a snapshot.
     *
     * @param shown what the snapshot shows: fingerprints of ids, and of states
     * @param last of each document, in order
     */
    private record Window(Map<Long, Long> shown, Map<Long, Occurrence.OfDocument> last) {}

    /** @param ledger null for a steady sight: all that is there was shown */
    private Tracker(Sight sight, long feed, long sequence, BsonDocument token, @Nullable Ledger ledger) {
        this.sight = sight;
        this.feed = feed;
        this.print = sight.print();
        this.sequence = sequence;
        this.token = token;
        this.ledger = ledger;
    }

    /** A feed that begins with a snapshot. */
    public static Tracker withSnapshot(Sight sight, long feed, long sequence) {
        Tracker tracker =
                new Tracker(sight, feed, sequence, new BsonDocument(), sight.isSteady() ? null : new Ledger());
        tracker.window = new Window(new HashMap<>(), new LinkedHashMap<>());
        return tracker;
    }

    /** A feed that has shown nothing yet and shows only what comes. */
    public static Tracker withoutSnapshot(Sight sight, long feed, long sequence) {
        return new Tracker(sight, feed, sequence, new BsonDocument(), sight.isStream() ? null : new Ledger());
    }

    /** True when a feed of that sight goes on from any of its ids, whoever served it before. */
    public static boolean isForgetful(Sight sight, boolean snapshot) {
        return sight.isStream() || (snapshot && sight.isSteady());
    }

    /** A feed that has shown all there was. */
    public static Tracker goingOn(Sight sight, Mark from) {
        return new Tracker(sight, from.feed(), from.sequence(), from.token(), null);
    }

    /** This feed as it was just after one of its events; empty when that is not known any more. */
    public Optional<Tracker> backAt(Mark mark, Sight now) {
        if (ledger == null || window != null || !ledger.rollBackTo(mark.sequence())) {
            return Optional.empty();
        }
        return Optional.of(new Tracker(now, feed, mark.sequence(), mark.token(), ledger));
    }

    /** True when nothing of it has to be remembered for those who come back. */
    public boolean remembersNothing() {
        return ledger == null;
    }

    public long feed() {
        return feed;
    }

    public long sequence() {
        return sequence;
    }

    public Sight sight() {
        return sight;
    }

    /** The same rules, at another time. */
    public void look(Sight now) {
        sight = now;
    }

    /** From here on occurrences come; some may have come already. */
    public void startAt(BsonDocument position) {
        if (token.isEmpty()) {
            token = position;
        }
    }

    public Mark mark(Mark.Kind kind) {
        return new Mark(kind, token, ++sequence, feed, print);
    }

    /** A document of the snapshot, as it was read. */
    public FeedEvent snapshot(RawBsonDocument document) {
        if (window != null) {
            long id = Fingerprint.of(document.get("_id", BsonNull.VALUE));
            window.shown.put(id, Fingerprint.of(document));
        }
        return new FeedEvent(FeedEvent.Kind.ENTER, document, mark(Mark.Kind.SNAPSHOT));
    }

    /** Bytes that are kept until the snapshot is settled. */
    public long kept() {
        return kept;
    }

    /** What it means to this feed, if anything. */
    public Optional<FeedEvent> on(Occurrence.News news) {
        token = news.token();
        return switch (news) {
            case Occurrence.Made made ->
                Optional.of(new FeedEvent(FeedEvent.Kind.CHANGE, made.document(), mark(Mark.Kind.LIVE)));
            case Occurrence.OfDocument occurrence -> on(occurrence);
        };
    }

    private Optional<FeedEvent> on(Occurrence.OfDocument occurrence) {
        if (window != null) {
            Occurrence before = window.last.remove(occurrence.print());
            window.last.put(occurrence.print(), occurrence);
            kept += occurrence.size() - (before == null ? 0 : before.size());
            return Optional.empty();
        }
        return ledger == null ? steadily(occurrence) : byLedger(occurrence, ledger);
    }

    private Optional<FeedEvent> steadily(Occurrence.OfDocument occurrence) {
        return switch (occurrence) {
            case Occurrence.Written written ->
                sight.shows(written.decoded())
                        ? Optional.of(state(
                                written,
                                written.created() ? FeedEvent.Kind.ENTER : FeedEvent.Kind.CHANGE,
                                Mark.Kind.LIVE))
                        : Optional.empty();
            case Occurrence.Deleted deleted ->
                sight.showsId(deleted.id()) ? Optional.of(leave(deleted, Mark.Kind.LIVE)) : Optional.empty();
        };
    }

    private Optional<FeedEvent> byLedger(Occurrence.OfDocument occurrence, Ledger known) {
        boolean was = known.contains(occurrence.print());
        boolean is = occurrence instanceof Occurrence.Written written && sight.shows(written.decoded());
        if (is && occurrence instanceof Occurrence.Written written) {
            FeedEvent event = state(written, was ? FeedEvent.Kind.CHANGE : FeedEvent.Kind.ENTER, Mark.Kind.LIVE);
            known.add(occurrence.print(), sequence);
            return Optional.of(event);
        }
        if (was) {
            FeedEvent event = leave(occurrence, Mark.Kind.LIVE);
            known.remove(occurrence.print(), sequence);
            return Optional.of(event);
        }
        return Optional.empty();
    }

    private FeedEvent state(Occurrence.Written written, FeedEvent.Kind kind, Mark.Kind mark) {
        return new FeedEvent(kind, written.state(), mark(mark));
    }

    private FeedEvent leave(Occurrence.OfDocument occurrence, Mark.Kind mark) {
        return FeedEvent.leave(occurrence.id(), mark(mark));
    }

    /**
     * All that happened before the snapshot was read through has occurred: what of it the snapshot did not show, and then the word that the
     * feed is live.
     */
    public List<FeedEvent> settle() {
        var events = new ArrayList<FeedEvent>();
        int count = 0;
        Window over = window;
        if (over != null) {
            window = null;
            kept = 0;
            over.last.values().forEach(occurrence -> settled(occurrence, over).ifPresent(events::add));
            count = over.shown.size();
            remember(over);
        }
        events.add(FeedEvent.live(count, sight.showsOwnWrites(), mark(Mark.Kind.LIVE)));
        return events;
    }

    private Optional<FeedEvent> settled(Occurrence.OfDocument occurrence, Window over) {
        Long before = over.shown.get(occurrence.print());
        if (occurrence instanceof Occurrence.Written written && sight.shows(written.decoded())) {
            long state = written.statePrint();
            over.shown.put(occurrence.print(), state);
            if (before == null) {
                return Optional.of(state(written, FeedEvent.Kind.ENTER, Mark.Kind.SNAPSHOT));
            }
            return before == state
                    ? Optional.empty()
                    : Optional.of(state(written, FeedEvent.Kind.CHANGE, Mark.Kind.SNAPSHOT));
        }
        if (before == null) {
            return Optional.empty();
        }
        over.shown.remove(occurrence.print());
        return Optional.of(leave(occurrence, Mark.Kind.SNAPSHOT));
    }

    private void remember(Window over) {
        if (ledger != null) {
            over.shown.keySet().forEach(ledger::restore);
            ledger.forgetPast(sequence);
        }
    }
}
