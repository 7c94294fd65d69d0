package org.escrowmq.ra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a class loader can still give after it was closed. */
class ClassesInAdvanceTest {

    @TempDir
    private Path directory;
    private Path adapter;
    private Path library;

    /** Stands for the adapter. */
    static class Adapter { }

    /** Stands for what only its stop needs. */
    static class NeededToStop { }

    /** Stands for what uses something that is not there. */
    static class UsesSomethingMissing extends Adapter { }

    @BeforeEach
    void packTwoJars() throws IOException {
        adapter = jar("adapter.jar", Adapter.class);
        library = jar("library.jar", NeededToStop.class);
    }

    @Test
    void classOfANeighbouringJarIsThereAfterItsLoaderWasClosed() throws Exception {
        URLClassLoader loader = new URLClassLoader(new URL[] {url(adapter), url(library)}, null);
        Class<?> first = loader.loadClass(Adapter.class.getName());

        assertThat(ClassesInAdvance.loadNextTo(first)).isEqualTo(2);

        loader.close();
        assertThat(loader.loadClass(NeededToStop.class.getName()).getClassLoader()).isSameAs(loader);
    }

    @Test
    void withoutLoadingItInAdvanceItIsNot() throws Exception {
        URLClassLoader loader = new URLClassLoader(new URL[] {url(adapter), url(library)}, null);
        loader.loadClass(Adapter.class.getName());
        loader.close();
        assertThatThrownBy(() -> loader.loadClass(NeededToStop.class.getName()))
                .isInstanceOf(ClassNotFoundException.class);
    }

    @Test
    void classThatNeedsSomethingMissingIsLeftOut() throws Exception {
        Path alone = jar("alone.jar", UsesSomethingMissing.class);
        try (URLClassLoader loader = new URLClassLoader(new URL[] {url(library), url(alone)}, null)) {
            assertThat(ClassesInAdvance.loadNextTo(loader.loadClass(NeededToStop.class.getName()))).isEqualTo(1);
        }
    }

    @Test
    void classThatIsFromNoFileIsRefusedByName() {
        assertThatThrownBy(() -> ClassesInAdvance.loadNextTo(String.class))
                .isInstanceOf(IOException.class).hasMessageContaining("java.lang.String");
    }

    private Path jar(String name, Class<?> content) throws IOException {
        String entry = content.getName().replace('.', '/') + ".class";
        Path file = directory.resolve(name);
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file));
                InputStream in = content.getClassLoader().getResourceAsStream(entry)) {
            jar.putNextEntry(new JarEntry(entry));
            in.transferTo(jar);
        }
        return file;
    }

    private static URL url(Path file) throws IOException {
        return file.toUri().toURL();
    }
}
