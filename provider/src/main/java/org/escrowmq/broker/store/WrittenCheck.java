package org.escrowmq.broker.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.escrowmq.broker.store.Finding.Kind;

/**
 * Compares files with the {@link WrittenDigests} that were made while they were written.
 *
 * <p>For one check, by one thread.
 */
final class WrittenCheck {

    private static final String WHEN = "when it was written";

    private final Path store;
    private final StoreReport report;

    private WrittenCheck(Path store, StoreReport report) {
        this.store = store;
        this.report = report;
    }

    /** Compares all files of some directories; those that there are no digests of are not looked at. */
    static void run(Path store, List<String> directories, StoreReport report) throws IOException {
        WrittenCheck check = new WrittenCheck(store, report);
        for (String directory : directories) {
            Path digests = store.resolve(StoreLayout.DIGESTS).resolve(directory);
            if (Files.isDirectory(digests)) {
                List<Path> all;
                try (Stream<Path> files = Files.walk(digests)) {
                    // What was never given its name was cut off while it was made, and says nothing of a file.
                    all = files.filter(Files::isRegularFile).filter(file -> !WrittenDigests.isUnfinished(file))
                            .sorted().toList();
                }
                for (Path file : all) {
                    check.compare(file);
                }
            }
        }
    }

    /** Takes the files as they are, once they have been checked in another way. */
    static void accept(Path store) throws IOException {
        for (String directory : List.of(StoreLayout.BINDINGS, StoreLayout.JOURNAL, StoreLayout.PAGING)) {
            if (Files.isDirectory(store.resolve(directory))) {
                try (Stream<Path> files = Files.walk(store.resolve(directory))) {
                    for (Path file : files.filter(WrittenCheck::isChecked).toList()) {
                        Path digests = store.resolve(StoreLayout.DIGESTS).resolve(store.relativize(file));
                        WrittenDigests.resume(digests, file, Files.size(file)).close();
                    }
                }
            }
        }
    }

    private static boolean isChecked(Path file) {
        String name = file.getFileName().toString();
        return Stream.of(CheckedFiles.messagesSuffix(), CheckedFiles.queuesSuffix(), CheckedFiles.pagesSuffix())
                .anyMatch(name::endsWith);
    }

    /** True if there are digests of files of the store. */
    static boolean exists(Path store) {
        return Files.isDirectory(store.resolve(StoreLayout.DIGESTS));
    }

    private void compare(Path digests) throws IOException {
        ByteBuffer noted = ByteBuffer.wrap(Files.readAllBytes(digests));
        long end = 0;
        long tail = 0;
        if (noted.limit() >= WrittenDigests.HEAD && noted.getLong(0) == WrittenDigests.MAGIC) {
            for (int i = 0; i < WrittenDigests.PLACES; i++) {
                int place = Long.BYTES + i * WrittenDigests.PLACE;
                long placeEnd = noted.getLong(place);
                long placeTail = noted.getLong(place + Long.BYTES);
                boolean whole = noted.getLong(place + 2 * Long.BYTES) == WrittenDigests.check(placeEnd, placeTail);
                if (whole && placeEnd > end) {
                    end = placeEnd;
                    tail = placeTail;
                }
            }
        }
        if (end > 0) {
            compare(digests, end, tail, noted);
        }
    }

    private void compare(Path digests, long end, long tail, ByteBuffer noted) throws IOException {
        String name = store.resolve(StoreLayout.DIGESTS).relativize(digests).toString().replace('\\', '/');
        String base = name.endsWith(StoreLayout.COMPACTION_SUFFIX)
                ? name.substring(0, name.length() - StoreLayout.COMPACTION_SUFFIX.length()) : name;
        String found = Stream.of(name, base, base + StoreLayout.COMPACTION_SUFFIX)
                .filter(candidate -> Files.exists(store.resolve(candidate))).findFirst().orElse(null);
        if (found == null) {
            report.add(new Finding(Kind.MISSING_FILE, base, 0, end, 0,
                    "the file, of which " + end + " bytes were written, is missing"));
            return;
        }
        Path file = store.resolve(found);
        if (Files.size(file) < end) {
            report.add(new Finding(Kind.WRONG_LENGTH, found, Files.size(file), 0, end,
                    "the file is " + Files.size(file) + " bytes long and " + end + " were written"));
        }
        try (InputStream in = Files.newInputStream(file)) {
            compare(in, file, found, end, tail, noted);
        }
    }

    private void compare(InputStream in, Path file, String name, long end, long tail, ByteBuffer noted)
            throws IOException {
        Finding pending = null;
        byte[] block = new byte[BlockDigest.BLOCK];
        for (long start = 0; start < end; start += BlockDigest.BLOCK) {
            int length = (int) Math.min(BlockDigest.BLOCK, end - start);
            int index = (int) (start / BlockDigest.BLOCK);
            int read = in.readNBytes(block, 0, length);
            long then = length == BlockDigest.BLOCK ? digest(noted, index) : tail;
            if (read == length && then != 0 && BlockDigest.of(block, length) != then) {
                pending = StoreSeal.joined(pending, BlockDigest.locate(file, name, index, length, then, WHEN), report);
            }
        }
        report.read(end);
        if (pending != null) {
            report.add(pending);
        }
    }

    private static long digest(ByteBuffer noted, int block) {
        int position = WrittenDigests.HEAD + block * Long.BYTES;
        return position + Long.BYTES <= noted.limit() ? noted.getLong(position) : 0;
    }
}
