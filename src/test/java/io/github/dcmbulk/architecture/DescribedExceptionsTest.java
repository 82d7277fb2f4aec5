package io.github.dcmbulk.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.ThrowsTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import io.github.dcmbulk.model.DcmbulkException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The Javadoc of public methods, or of their class, says when a checked exception is thrown. */
class DescribedExceptionsTest {
  private static final Path MAIN = Path.of("src", "main", "java");

  /** The sentence of a class all of whose methods throw an exception for the same reason. */
  private static final String FOR_ALL = "A method throws ";

  private static final Pattern LINK = Pattern.compile("\\{@link (?:[\\w.]+\\.)?(\\w+)}");

  /** Its meaning is always the same: the thread was interrupted. */
  private static final String INTERRUPTED = "InterruptedException";

  @Test
  void publicMethodsDescribeTheirCheckedExceptions() throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<String> missing = new ArrayList<>();
    try (StandardJavaFileManager files =
            compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8);
        Stream<Path> walk = Files.walk(MAIN)) {
      List<Path> sources = walk.filter(file -> file.toString().endsWith(".java")).toList();
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  files,
                  null,
                  List.of("-proc:none"),
                  null,
                  files.getJavaFileObjectsFromPaths(sources));
      DocTrees docs = DocTrees.instance(task);
      for (CompilationUnitTree unit : task.parse()) {
        new Methods(docs, missing).scan(unit, null);
      }
    }
    assertThat(missing).isEmpty();
  }

  /** Collects what is not described. */
  private static final class Methods extends TreePathScanner<Void, Void> {
    private final DocTrees docs;
    private final List<String> missing;

    Methods(DocTrees docs, List<String> missing) {
      this.docs = docs;
      this.missing = missing;
    }

    @Override
    public @Nullable Void visitMethod(MethodTree method, Void unused) {
      ClassTree type = (ClassTree) getCurrentPath().getParentPath().getLeaf();
      if (isPublic(method, type)) {
        Set<String> described = described(docs.getDocCommentTree(getCurrentPath()));
        described.addAll(describedForAll(docs.getDocCommentTree(getCurrentPath().getParentPath())));
        method.getThrows().stream()
            .map(thrown -> simpleName(thrown.toString()))
            .filter(thrown -> !thrown.equals(INTERRUPTED) && !isDescribed(thrown, described))
            .forEach(
                thrown ->
                    missing.add(type.getSimpleName() + "." + method.getName() + ": " + thrown));
      }
      return super.visitMethod(method, null);
    }

    private boolean isPublic(MethodTree method, ClassTree type) {
      ModifiersTree modifiers = method.getModifiers();
      boolean overrides =
          modifiers.getAnnotations().stream()
              .anyMatch(a -> a.getAnnotationType().toString().equals("Override"));
      Set<Modifier> flags = modifiers.getFlags();
      return !overrides
          && (flags.contains(Modifier.PUBLIC)
              || flags.contains(Modifier.PROTECTED)
              || (type.getKind() == Tree.Kind.INTERFACE
                  && type.getModifiers().getFlags().contains(Modifier.PUBLIC)));
    }

    private static Set<String> described(@Nullable DocCommentTree comment) {
      Set<String> names = new HashSet<>();
      if (comment != null) {
        for (DocTree tag : comment.getBlockTags()) {
          if (tag instanceof ThrowsTree thrown) {
            names.add(simpleName(thrown.getExceptionName().getSignature()));
          }
        }
      }
      return names;
    }

    private static Set<String> describedForAll(@Nullable DocCommentTree comment) {
      Set<String> names = new HashSet<>();
      String text = String.valueOf(comment);
      int sentence = text.indexOf(FOR_ALL);
      if (sentence >= 0) {
        Matcher link = LINK.matcher(text.substring(sentence));
        while (link.find()) {
          names.add(link.group(1));
        }
      }
      return names;
    }

    /** For a failure of any kind it is enough to describe the kinds. */
    private static boolean isDescribed(String thrown, Set<String> described) {
      return described.contains(thrown)
          || (thrown.equals(DcmbulkException.class.getSimpleName())
              && Arrays.stream(DcmbulkException.class.getPermittedSubclasses())
                  .anyMatch(kind -> described.contains(kind.getSimpleName())));
    }

    private static String simpleName(String name) {
      return name.substring(name.lastIndexOf('.') + 1);
    }
  }
}
