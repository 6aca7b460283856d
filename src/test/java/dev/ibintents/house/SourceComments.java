package dev.ibintents.house;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.LinkTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.doctree.TextTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the Javadoc comments of the product's sources say, in Markdown, by class name. */
final class SourceComments {
  private final Map<String, Comment> comments = new HashMap<>();

  /**
   * The comment of a class.
   *
   * @param summary its first sentence
   * @param parameters what it says of each record component
   */
  private record Comment(String summary, Map<String, String> parameters) {}

  /** Reads all sources below a folder. */
  SourceComments(Path folder) {
    SourceTrees.read(
        folder,
        List.of(),
        task -> {
          DocTrees trees = DocTrees.instance(task);
          for (CompilationUnitTree unit : task.parse()) {
            new Classes(trees, unit.getPackageName().toString()).scan(unit, null);
          }
          return comments;
        });
  }

  /** The first sentence about a class. */
  String summary(Class<?> type) {
    return comment(type).summary();
  }

  /**
   * What is said of a record's component.
   *
   * @throws IllegalStateException if nothing is said
   */
  String component(Class<?> type, String name) {
    String text = comment(type).parameters().getOrDefault(name, "");
    if (text.isEmpty()) {
      throw new IllegalStateException(
          "the component " + name + " of the record " + type.getName() + " has no @param text");
    }
    return text;
  }

  private Comment comment(Class<?> type) {
    Comment comment = comments.get(type.getName());
    if (comment == null) {
      throw new IllegalStateException(type.getName() + " has no Javadoc comment");
    }
    return comment;
  }

  /** Finds the comments of one source file's classes. */
  private final class Classes extends TreePathScanner<Void, Void> {
    private final DocTrees trees;
    private final String packageName;

    Classes(DocTrees trees, String packageName) {
      this.trees = trees;
      this.packageName = packageName;
    }

    @Override
    public Void visitClass(ClassTree tree, Void nothing) {
      DocCommentTree comment = trees.getDocCommentTree(getCurrentPath());
      if (comment != null) {
        comments.put(name(getCurrentPath()), read(comment));
      }
      return super.visitClass(tree, nothing);
    }

    /** As {@link Class#getName()} has it. */
    private String name(TreePath path) {
      String simple = ((ClassTree) path.getLeaf()).getSimpleName().toString();
      return path.getParentPath().getLeaf() instanceof ClassTree
          ? name(path.getParentPath()) + '$' + simple
          : packageName + '.' + simple;
    }

    private Comment read(DocCommentTree comment) {
      Map<String, String> parameters = new HashMap<>();
      for (DocTree tag : comment.getBlockTags()) {
        if (tag instanceof ParamTree parameter) {
          parameters.put(parameter.getName().toString(), markdown(parameter.getDescription()));
        }
      }
      return new Comment(markdown(comment.getFirstSentence()), parameters);
    }
  }

  private static String markdown(List<? extends DocTree> trees) {
    StringBuilder text = new StringBuilder();
    trees.forEach(tree -> text.append(markdown(tree)));
    return text.toString().replaceAll("\\s+", " ").strip();
  }

  private static String markdown(DocTree tree) {
    if (tree instanceof TextTree text) {
      return text.getBody();
    } else if (tree instanceof LiteralTree literal) {
      return '`' + literal.getBody().getBody() + '`';
    } else if (tree instanceof LinkTree link) {
      return link.getLabel().isEmpty()
          ? '`' + link.getReference().getSignature().replaceFirst("^#", "") + '`'
          : markdown(link.getLabel());
    }
    return tree.toString();
  }
}
