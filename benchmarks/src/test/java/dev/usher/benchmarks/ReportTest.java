package dev.usher.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.benchmarks.measure.Figure;
import dev.usher.benchmarks.workload.Case;
import dev.usher.benchmarks.workload.Contestant;
import dev.usher.benchmarks.workload.Workload;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What is written about figures that are known: tables, chart and index. */
class ReportTest {

    private static final List<Figure> FIGURES = List.of(Figure.CPU_US, Figure.PER_SECOND, Figure.HEAP_MB);

    private final Case shape = new Case(
            "50x1",
            "50 <connections>",
            List.of(contestant("raw"), contestant("usher"), contestant("node"), contestant("broken")));
    private final Workload workload = new Workload("echo", "Line echo", "line", FIGURES, List.of(shape));
    private final Outcome outcome = new Outcome(shape);

    private static Contestant contestant(String name) {
        return new Contestant(name, null, pace -> Map.of());
    }

    private void twoRounds() {
        outcome.add("raw", Map.of(Figure.CPU_US, 5.0, Figure.PER_SECOND, 100_000.0, Figure.HEAP_MB, 1.0));
        outcome.add("usher", Map.of(Figure.CPU_US, 6.0, Figure.PER_SECOND, 90_000.0, Figure.HEAP_MB, 2.0));
        outcome.add("node", Map.of(Figure.CPU_US, 10.0, Figure.PER_SECOND, 50_000.0));
        // A round that was slow for all: the ratios hold nevertheless.
        outcome.add("raw", Map.of(Figure.CPU_US, 10.0, Figure.PER_SECOND, 50_000.0, Figure.HEAP_MB, 1.0));
        outcome.add("usher", Map.of(Figure.CPU_US, 12.0, Figure.PER_SECOND, 45_000.0, Figure.HEAP_MB, 2.0));
        outcome.add("node", Map.of(Figure.CPU_US, 20.0, Figure.PER_SECOND, 25_000.0));
        outcome.fail("broken", "it said nothing");
    }

    @Test
    void shouldPutMediansAndRatiosWithinRoundsIntoATable() {
        twoRounds();

        String table = Table.of(workload, List.of(outcome));

        assertEquals("""
                ## 50 <connections>

                | | CPU µs per line | to raw | lines/s | live heap MB |
                |---|--:|--:|--:|--:|
                | raw | 7.500 | 1.00 | 75000 | 1.0 |
                | usher | 9.000 | 1.20 | 67500 | 2.0 |
                | node | 15.000 | 2.00 | 37500 | – |
                | broken | failed | | | |

                """, table);
    }

    @Test
    void shouldCompareWithNobodyWhenTheBaselineFailed() {
        twoRounds();
        outcome.fail("raw", "it ended");

        String table = Table.of(workload, List.of(outcome));

        assertFalse(table.contains(" to raw"), table);
        assertTrue(table.contains("| raw | failed | | |\n| usher | 9.000 | 67500 | 2.0 |\n"), table);
    }

    @Test
    void shouldDrawABarForEachAsLongAsItsMedianShortestFirst() throws Exception {
        twoRounds();
        outcome.add("node", Map.of(Figure.CPU_US, 5.5));

        Document svg = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(
                        Chart.of(workload, List.of(outcome)).getBytes(StandardCharsets.UTF_8)));

        NodeList bars = svg.getElementsByTagName("rect"); // the first is the paper
        assertEquals(4, bars.getLength());
        double raw = width(bars, 1);
        assertEquals(9.0 / 7.5, width(bars, 2) / raw, 0.01);
        assertEquals(10.0 / 7.5, width(bars, 3) / raw, 0.01);
        String text = svg.getDocumentElement().getTextContent();
        assertTrue(text.contains("Line echo: CPU µs per line"), text);
        assertTrue(text.contains("50 <connections>"), text);
        assertTrue(text.indexOf("raw") < text.indexOf("usher") && text.indexOf("usher") < text.indexOf("node"), text);
        assertEquals(3, svg.getElementsByTagName("line").getLength());
    }

    private static double width(NodeList bars, int index) {
        return Double.parseDouble(((Element) bars.item(index)).getAttribute("width"));
    }

    @Test
    void shouldListAllWorkloadsThatWereEverWritten(@TempDir Path folder) throws IOException {
        twoRounds();
        Workload other = new Workload("http", "HTTP", "request", FIGURES, List.of(shape));

        new Report(folder, "conditions of then").write(workload, List.of(outcome));
        new Report(folder, "conditions of now").write(other, List.of(outcome));

        String index = Files.readString(folder.resolve("README.md"));
        assertTrue(index.contains("- [Line echo](echo.md)\n- [HTTP](http.md)\n"), index);
        String echo = Files.readString(folder.resolve("echo.md"));
        assertTrue(echo.startsWith("# Line echo\n\nconditions of then\n\n![Line echo](echo.svg)\n\n## 50"), echo);
        assertTrue(Files.readString(folder.resolve("http.svg")).startsWith("<svg "));
    }
}
