package org.escrowmq.broker.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.escrowmq.broker.store.Finding.Kind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the digests of a store say of files that are there, or are not. */
class WrittenCheckTest {

    private static final String NAME = "000000001.page";

    @TempDir
    private Path store;
    private Path file;
    private Path digests;

    @BeforeEach
    void write() throws IOException {
        Path pages = Files.createDirectories(store.resolve(StoreLayout.PAGING).resolve("address"));
        file = Files.write(pages.resolve(NAME), new byte[10_000]);
        digests = store.resolve(StoreLayout.DIGESTS).resolve(StoreLayout.PAGING).resolve("address").resolve(NAME);
        WrittenDigests.resume(digests, file, Files.size(file)).close();
    }

    private List<Finding> findings() throws IOException {
        StoreReport report = new StoreReport();
        WrittenCheck.run(store, List.of(StoreLayout.PAGING), report);
        return report.findings();
    }

    @Test
    void aFileThatIsAsItWasWrittenIsInOrder() throws IOException {
        assertThat(findings()).isEmpty();
    }

    @Test
    void aFileThatIsMissingIsFound() throws IOException {
        Files.delete(file);
        assertThat(findings()).singleElement().extracting(Finding::kind).isEqualTo(Kind.MISSING_FILE);
    }

    /** The process was killed between writing and naming them; the page was used up and deleted afterwards. */
    @Test
    void digestsThatWereNeverFinishedSayNothing() throws IOException {
        Files.move(digests, digests.resolveSibling(NAME + ".new"));
        assertThat(findings()).isEmpty();
        Files.delete(file);
        assertThat(findings()).isEmpty();
    }
}
