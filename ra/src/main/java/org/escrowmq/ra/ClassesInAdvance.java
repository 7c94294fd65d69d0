package org.escrowmq.ra;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * Loads all classes of the adapter before they are needed.
 *
 * <p>Why: if a deployment fails, GlassFish and Payara close the class loader of the application first and stop the
 * adapter in it afterwards. A class that only the closing of a broker needs is not to be had any more then: the broker
 * would stay open, and its directory locked, until the server ends; and the next attempt to deploy would be refused.
 * Stateless.
 */
final class ClassesInAdvance {

    /** Set by GlassFish and by Payara; the others stop an adapter while its classes are there. */
    private static final String SERVER = "com.sun.aas.instanceRoot";

    private static final String CLASS = ".class";

    private ClassesInAdvance() { }

    /** Loads them if this server needs it. */
    static void loadIfServerClosesEarly() {
        if (System.getProperty(SERVER) == null) {
            return;
        }
        long begin = System.nanoTime();
        try {
            int loaded = loadNextTo(ClassesInAdvance.class);
            AdapterLog.debug("Loaded " + loaded + " classes in " + (System.nanoTime() - begin) / 1_000_000 + " ms");
        } catch (IOException | URISyntaxException e) {
            AdapterLog.debug("Could not load classes in advance: " + e);
        }
    }

    /**
     * Loads, without initialising them, the classes of the jar of this class and of all jars in the same directory.
     *
     * @return how many there were
     */
    static int loadNextTo(Class<?> type) throws IOException, URISyntaxException {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        if (source == null || !"file".equals(source.getLocation().getProtocol())) {
            throw new IOException(type + " is not from a file but from " + source);
        }
        int loaded = 0;
        Path directory = Path.of(source.getLocation().toURI()).getParent();
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(directory, "*.jar")) {
            for (Path jar : jars) {
                loaded += loadAllOf(jar, type.getClassLoader());
            }
        }
        return loaded;
    }

    private static int loadAllOf(Path file, ClassLoader loader) throws IOException {
        try (JarFile jar = new JarFile(file.toFile())) {
            return (int) jar.stream()
                    .map(JarEntry::getName)
                    .filter(name -> name.endsWith(CLASS) && !name.startsWith("META-INF/") && !name.contains("-info."))
                    .filter(name -> isLoaded(name, loader))
                    .count();
        }
    }

    private static boolean isLoaded(String entry, ClassLoader loader) {
        try {
            Class.forName(entry.substring(0, entry.length() - CLASS.length()).replace('/', '.'), false, loader);
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            // For something optional that the adapter does not bring.
            return false;
        }
    }
}
