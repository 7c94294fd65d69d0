package org.escrowmq.broker.store;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import org.apache.activemq.artemis.core.io.SequentialFile;
import org.apache.activemq.artemis.core.io.nio.NIOSequentialFile;
import org.apache.activemq.artemis.core.io.nio.NIOSequentialFileFactory;

/** The engine's access to files, except that it neither creates nor changes any. Not for use by several threads. */
final class ReadOnlyFiles extends NIOSequentialFileFactory {

    private static final int ONE_AT_A_TIME = 1;

    ReadOnlyFiles(Path directory) {
        super(directory.toFile(), ONE_AT_A_TIME);
    }

    @Override
    public SequentialFile createSequentialFile(String fileName) {
        return new ReadOnlyFile(this, journalDir, fileName);
    }

    private static final class ReadOnlyFile extends NIOSequentialFile {

        ReadOnlyFile(ReadOnlyFiles factory, File directory, String name) {
            super(factory, directory, name, ONE_AT_A_TIME);
        }

        @Override
        public void open(int maxIO, boolean useExecutor) throws IOException {
            rfile = new RandomAccessFile(getFile(), "r");
            channel = rfile.getChannel();
            fileSize = channel.size();
        }
    }
}
