package org.escrowmq.it.domain;

import jakarta.annotation.Resource;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.Singleton;
import jakarta.ejb.Stateful;
import jakarta.ejb.Stateless;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jboss.shrinkwrap.api.ArchivePath;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/**
 * The enterprise beans of a web module. These servers bind each bean by its name; which beans there are differs from
 * test to test, what is said of a bean is always the same. Immutable.
 */
final class Beans {

    private static final String CLASSES = "/WEB-INF/classes/";
    private static final String CLASS = ".class";
    private static final List<Class<? extends Annotation>> SESSION_BEANS =
            List.of(Stateless.class, Stateful.class, Singleton.class);
    private static final Pattern EJB = Pattern.compile("\\s*<ejb>.*</ejb>", Pattern.DOTALL);
    private static final Pattern REFERENCE = Pattern.compile("\\s*<resource-ref>.*?</resource-ref>", Pattern.DOTALL);
    private static final Pattern ADAPTER =
            Pattern.compile("\\s*<mdb-resource-adapter>.*?</mdb-resource-adapter>", Pattern.DOTALL);

    private final List<Class<?>> beans;

    private Beans(List<Class<?>> beans) {
        this.beans = beans;
    }

    static Beans of(WebArchive web) {
        List<Class<?>> beans = new ArrayList<>();
        for (ArchivePath path : web.getContent().keySet()) {
            String name = path.get();
            if (name.startsWith(CLASSES) && name.endsWith(CLASS) && !name.contains("-info")) {
                Class<?> type = load(name.substring(CLASSES.length(), name.length() - CLASS.length()));
                if (isMessageDriven(type) || isSessionBean(type)) {
                    beans.add(type);
                }
            }
        }
        return new Beans(beans);
    }

    private static Class<?> load(String path) {
        try {
            return Class.forName(path.replace('/', '.'), false, Beans.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("A test deploys a class that it does not have: " + path, e);
        }
    }

    private static boolean isMessageDriven(Class<?> type) {
        return type.isAnnotationPresent(MessageDriven.class);
    }

    private static boolean isSessionBean(Class<?> type) {
        return SESSION_BEANS.stream().anyMatch(type::isAnnotationPresent);
    }

    /** Says of each of these beans what the example says of its own. */
    String descriptor(String example) {
        String entries = beans.stream().map(bean -> entry(bean, example)).collect(Collectors.joining());
        return EJB.matcher(example).replaceFirst(Matcher.quoteReplacement(entries));
    }

    private static String entry(Class<?> bean, String example) {
        String reference = first(REFERENCE, example);
        String name = reference.replaceAll("(?s).*<res-ref-name>(.*)</res-ref-name>.*", "$1");
        String bound = (refersTo(bean, name) ? reference : "") + (isMessageDriven(bean) ? first(ADAPTER, example) : "");
        return bound.isEmpty() ? "" : "\n    <ejb>\n      <ejb-name>" + bean.getSimpleName() + "</ejb-name>" + bound
                + "\n    </ejb>";
    }

    private static boolean refersTo(Class<?> bean, String name) {
        return Arrays.stream(bean.getDeclaredFields())
                .map(field -> field.getAnnotation(Resource.class))
                .anyMatch(resource -> resource != null && resource.name().equals(name));
    }

    private static String first(Pattern pattern, String example) {
        Matcher matcher = pattern.matcher(example);
        if (!matcher.find()) {
            throw new IllegalStateException("The example lacks " + pattern);
        }
        return matcher.group();
    }
}
