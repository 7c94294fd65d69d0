package org.escrowmq.broker.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.activemq.artemis.core.io.SequentialFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The zeros that a page file is filled with ahead of its messages. */
class SpaceAheadTest {

    private static final String NAME = "000000001.page";
    private static final int MESSAGE = 1000;

    @TempDir
    private Path store;
    private Path path;
    private CheckedFiles files;

    @BeforeEach
    void makeDirectory() throws Exception {
        Path directory = Files.createDirectories(store.resolve("paging").resolve("1"));
        path = directory.resolve(NAME);
        files = CheckedFiles.in(store, directory, CheckedFiles.pagesSuffix(), (e, message, file) -> { }, (p, e) -> { })
                .fillAhead();
    }

    private SequentialFile open() throws Exception {
        SequentialFile file = files.createSequentialFile(NAME);
        file.open();
        file.position(file.size());
        return file;
    }

    private static void write(SequentialFile file, int times) throws Exception {
        for (int i = 0; i < times; i++) {
            byte[] bytes = new byte[MESSAGE];
            Arrays.fill(bytes, (byte) 'm');
            file.writeDirect(ByteBuffer.wrap(bytes), false);
        }
    }

    @Test
    void aFileGrowsManyMessagesAtATime() throws Exception {
        SequentialFile file = open();
        write(file, 1);
        long length = Files.size(path);
        assertThat(length).isEqualTo(MESSAGE + SpaceAhead.STEP);
        write(file, SpaceAhead.STEP / MESSAGE);
        assertThat(Files.size(path)).isEqualTo(length);
        write(file, 1);
        assertThat(Files.size(path)).isGreaterThan(length);
        file.close();
    }

    @Test
    void whoReadsAFileThatIsBeingWrittenDoesNotSeeTheZeros() throws Exception {
        SequentialFile file = open();
        write(file, 3);
        SequentialFile reader = files.createSequentialFile(NAME);
        reader.open();
        assertThat(reader.size()).isEqualTo(3 * MESSAGE);
        reader.close();
        assertThat(Files.size(path)).isGreaterThan(3 * MESSAGE);
        assertThat(file.size()).isEqualTo(3 * MESSAGE);
        file.close();
    }

    @Test
    void whatIsLeftOfTheZerosIsCutOffWhenTheFileIsClosed() throws Exception {
        SequentialFile file = open();
        write(file, 3);
        file.close();
        assertThat(path).hasSize(3 * MESSAGE);
        SequentialFile again = open();
        write(again, 2);
        again.close();
        assertThat(path).hasSize(5 * MESSAGE);
        assertThat(Files.readAllBytes(path)).containsOnly('m');
    }

    @Test
    void aFileThatIsOnlyReadIsLeftAsItIs() throws Exception {
        Files.write(path, new byte[10]);
        SequentialFile file = open();
        assertThat(file.size()).isEqualTo(10);
        file.close();
        assertThat(path).hasSize(10);
    }
}
