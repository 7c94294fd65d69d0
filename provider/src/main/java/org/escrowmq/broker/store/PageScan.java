package org.escrowmq.broker.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.escrowmq.broker.store.Finding.Kind;

/**
 * Looks through page files. The engine ends reading a page at the first thing in it that is no message.
 *
 * <pre>
 * page     '{' (1), length (4), message, '}' (1), and so on; zeros, if it is still being written
 * </pre>
 *
 * <p>For use by one thread.
 */
final class PageScan {

    private static final byte START = '{';
    private static final byte END = '}';
    private static final int FRAME = 1 + Integer.BYTES + 1;
    private static final int SECTOR = 512;

    private PageScan() { }

    /** Looks through all pages. The last page of each address may end in the middle of a message: a crash does that. */
    static void run(Path store, StoreReport report) throws IOException {
        Path paging = store.resolve(StoreLayout.PAGING);
        if (!Files.isDirectory(paging)) {
            return;
        }
        List<Path> addresses;
        try (Stream<Path> entries = Files.list(paging)) {
            addresses = entries.filter(Files::isDirectory).sorted().toList();
        }
        for (Path address : addresses) {
            List<Path> pages = StoreCheck.list(address, StoreLayout.PAGE_SUFFIX);
            for (int i = 0; i < pages.size(); i++) {
                scan(store, pages.get(i), i == pages.size() - 1, report);
            }
        }
    }

    private static void scan(Path store, Path page, boolean last, StoreReport report) throws IOException {
        String name = StoreCheck.relative(store, page);
        ByteBuffer content = ByteBuffer.wrap(Files.readAllBytes(page));
        long messages = 0;
        while (content.hasRemaining()) {
            int offset = content.position();
            int next = nextMessage(content, offset);
            if (next < 0) {
                boolean prepared = last && isNeverWritten(content, offset);
                boolean unfinished = last && isUnfinished(content, offset);
                report.add(new Finding(prepared || unfinished ? Kind.UNFINISHED : Kind.PAGE, name, offset,
                        content.remaining(), 0, prepared ? "from here on nothing has been written yet" : unfinished
                        ? "the last write was not finished; it is dropped, nobody was told that it is stored"
                        : "after " + messages + " messages the page has " + content.remaining()
                                + " bytes that are not messages"));
                break;
            }
            messages++;
            content.position(next);
        }
        report.read(content.limit());
        report.file(name, messages + " messages in " + content.limit() + " bytes");
    }

    /** True if a message begins whose end is missing, or is still {@link SpaceAhead}. */
    private static boolean isUnfinished(ByteBuffer content, int offset) {
        if (content.get(offset) != START) {
            return false;
        }
        if (content.limit() - offset < FRAME) {
            return true;
        }
        long end = (long) offset + FRAME + content.getInt(offset + 1);
        return end > content.limit() || end >= offset + FRAME && isNeverWritten(content, (int) end - 1);
    }

    /**
     * True if {@link SpaceAhead} is from here on. After a crash of the machine something can be behind it: parts of a
     * write that was not finished, in no order, but a sector is there as a whole or not at all.
     */
    private static boolean isNeverWritten(ByteBuffer content, int offset) {
        int sectorEnd = Math.min(content.limit(), (offset / SECTOR + 1) * SECTOR);
        for (int i = offset; i < sectorEnd; i++) {
            if (content.get(i) != 0) {
                return false;
            }
        }
        return true;
    }

    /** Where the message ends, or -1 if there is none. */
    private static int nextMessage(ByteBuffer content, int offset) {
        if (content.limit() - offset < FRAME || content.get(offset) != START) {
            return -1;
        }
        int length = content.getInt(offset + 1);
        long next = (long) offset + FRAME + length;
        return length >= 0 && next <= content.limit() && content.get((int) next - 1) == END ? (int) next : -1;
    }
}
