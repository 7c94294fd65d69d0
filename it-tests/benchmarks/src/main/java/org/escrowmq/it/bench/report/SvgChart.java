package org.escrowmq.it.bench.report;

import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.escrowmq.it.bench.contender.ContenderKind;
import org.escrowmq.it.bench.harness.Cell;
import org.escrowmq.it.bench.scenario.ScenarioKind;

/** A bar chart of one scenario: operations per second on a logarithmic axis, grouped by threads, with the spread. */
final class SvgChart {

    private static final int LEFT = 230;
    private static final int WIDTH = 900;
    private static final int RIGHT = 110;
    private static final int TOP = 44;
    private static final int BAR = 16;
    private static final int STEP = 20;
    private static final int GAP = 22;
    private static final int BOTTOM = 30;
    private static final List<String> COLOURS = List.of("#0b6e4f", "#9a9a9a", "#5f5f5f", "#c8553d", "#e3a587",
            "#3d6cb9", "#8a5fb0", "#b8860b", "#d0d0d0");

    private final StringBuilder svg = new StringBuilder();
    private final List<Cell> cells;
    private final int lowest;
    private final int highest;
    private int y = TOP;

    private SvgChart(List<Cell> cells) {
        this.cells = cells;
        this.lowest = (int) Math.floor(Math.log10(cells.stream().flatMap(cell -> cell.rates().stream())
                .mapToDouble(rate -> Math.max(rate, 0.01)).min().orElse(1)));
        this.highest = (int) Math.ceil(Math.log10(cells.stream().flatMap(cell -> cell.rates().stream())
                .mapToDouble(Double::doubleValue).max().orElse(10) * 1.001));
    }

    /** The chart of these, which all have figures. */
    static String of(ScenarioKind scenario, List<Cell> cells) {
        return new SvgChart(cells).draw(scenario);
    }

    private String draw(ScenarioKind scenario) {
        TreeSet<Integer> threads = new TreeSet<>(cells.stream().map(Cell::threads).toList());
        int height = TOP + BOTTOM + threads.size() * GAP + cells.size() * STEP;
        svg.append(String.format(Locale.ROOT, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" "
                + "font-family=\"sans-serif\" font-size=\"12\">%n", WIDTH, height));
        svg.append("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
        text(10, 20, "start", "font-size=\"15\" font-weight=\"bold\"",
                scenario.title() + ": operations per second (logarithmic)");
        axis(height - BOTTOM);
        for (int number : threads) {
            y += GAP;
            text(LEFT - 8, y - 6, "end", "font-weight=\"bold\"", number == 1 ? "1 thread" : number + " threads");
            cells.stream().filter(cell -> cell.threads() == number).forEach(this::bar);
        }
        return svg.append("</svg>\n").toString();
    }

    private void axis(int bottom) {
        for (int power = lowest; power <= highest; power++) {
            double x = x(Math.pow(10, power));
            svg.append(String.format(Locale.ROOT, "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" "
                    + "stroke=\"#dddddd\"/>%n", x, TOP, x, bottom));
            text(x, bottom + 16, "middle", "fill=\"#555555\"", power < 0
                    ? String.format(Locale.ROOT, "%." + -power + "f", Math.pow(10, power))
                    : String.format(Locale.ROOT, "%,.0f", Math.pow(10, power)));
        }
    }

    private double x(double rate) {
        double part = (Math.log10(Math.max(rate, Math.pow(10, lowest))) - lowest) / Math.max(1, highest - lowest);
        return LEFT + part * (WIDTH - LEFT - RIGHT);
    }

    private void bar(Cell cell) {
        double end = x(cell.rate());
        double middle = y + BAR / 2.0;
        text(LEFT - 8, middle + 4, "end", "", cell.contender().title());
        svg.append(String.format(Locale.ROOT, "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>%n",
                LEFT, y, end - LEFT, BAR, COLOURS.get(cell.contender().ordinal() % COLOURS.size())));
        double least = x(cell.rates().stream().mapToDouble(Double::doubleValue).min().orElse(0));
        double most = x(cell.rates().stream().mapToDouble(Double::doubleValue).max().orElse(0));
        svg.append(String.format(Locale.ROOT, "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" "
                + "stroke=\"black\"/>%n", least, middle, most, middle));
        String rate = String.format(Locale.ROOT, cell.rate() < 10 ? "%.2f" : "%,.0f", cell.rate());
        text(Math.max(end, most) + 6, middle + 4, "start",
                cell.contender() == ContenderKind.ESCROWMQ ? "font-weight=\"bold\"" : "", rate);
        y += STEP;
    }

    private void text(double x, double baseline, String anchor, String style, String words) {
        svg.append(String.format(Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" %s>%s</text>%n", x,
                baseline, anchor, style, words.replace("&", "&amp;").replace("<", "&lt;")));
    }
}
