package dev.ibintents.house;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;

/**
 * Finds the classes, methods, constructors, fields, constants and record components of a source
 * tree that nothing in it uses, counted from its entry points. An entry point is a {@code main}
 * method, or what an annotation of picocli marks, or what the caller names.
 *
 * <p>The compiler's tree is read, not its output, because the compiler copies constants to where
 * they are used. Assigning a field does not use it, and comparing with an enum constant does not
 * use the constant. A method that overrides a method of another library is used if its class is.
 */
final class UnusedCode {
  private final Trees trees;
  private final Elements elements;
  private final Types types;

  /** All elements that the sources declare. */
  private final Set<Element> declared = new LinkedHashSet<>();

  /** Uses, by the element that contains them. */
  private final Map<Element, Set<Element>> uses = new HashMap<>();

  private final Map<ExecutableElement, Set<ExecutableElement>> overriders = new HashMap<>();
  private final Set<Element> live = new HashSet<>();
  private final Deque<Element> unread = new ArrayDeque<>();

  /**
   * Compiles and counts.
   *
   * @param isEntry tells by its name whether an element is used from outside
   */
  UnusedCode(Path folder, Predicate<String> isEntry) {
    List<CompilationUnitTree> units = new ArrayList<>();
    JavacTask task =
        SourceTrees.read(
            folder,
            List.of("-cp", SourceTrees.libraries()),
            analysis -> {
              analysis.parse().forEach(units::add);
              analysis.analyze();
              return analysis;
            });
    trees = Trees.instance(task);
    elements = task.getElements();
    types = task.getTypes();
    units.forEach(unit -> new Declarations().scan(unit, null));
    declared.forEach(this::findOverridden);
    declared.stream().filter(e -> isMarked(e) || isEntry.test(name(e))).forEach(this::use);
    while (!unread.isEmpty()) {
      follow(unread.remove());
    }
  }

  /** The names of what is not used; of an unused class only its own. */
  SortedSet<String> names() {
    return declared.stream()
        .filter(element -> !live.contains(element) && !isExcused(element))
        .filter(element -> !isMemberOfUnused(element))
        .map(this::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** As {@code dev.ibintents.store.Query.limit(int)}. */
  String name(Element element) {
    return isType(element)
        ? element.toString()
        : element.getEnclosingElement() + "." + element.toString().replace(",", ", ");
  }

  private boolean isMemberOfUnused(Element element) {
    Element owner = element.getEnclosingElement();
    return isType(owner) && !live.contains(owner);
  }

  /** A constructor that forbids instances, or what serialisation reads. */
  private boolean isExcused(Element element) {
    if (element.getKind() == ElementKind.CONSTRUCTOR) {
      return element.getModifiers().contains(Modifier.PRIVATE)
          && ((ExecutableElement) element).getParameters().isEmpty();
    }
    return element.getSimpleName().contentEquals("serialVersionUID");
  }

  private boolean isMarked(Element element) {
    boolean isMain =
        element.getKind() == ElementKind.METHOD
            && element.getSimpleName().contentEquals("main")
            && element.getModifiers().containsAll(Set.of(Modifier.PUBLIC, Modifier.STATIC));
    return isMain
        || element.getAnnotationMirrors().stream()
            .anyMatch(mark -> mark.getAnnotationType().toString().startsWith("picocli."));
  }

  private void findOverridden(Element element) {
    Element owner = element.getEnclosingElement();
    if (element instanceof ExecutableElement method && element.getKind() == ElementKind.METHOD) {
      findOverridden(method, (TypeElement) owner);
    } else if (element.getKind() == ElementKind.FIELD && owner.getKind() == ElementKind.RECORD) {
      findImplemented(element, (TypeElement) owner);
    }
  }

  /** A component whose accessor implements a method of an interface is used with its record. */
  private void findImplemented(Element component, TypeElement record) {
    boolean implementsMethod =
        ancestors(record).stream()
            .flatMap(ancestor -> ancestor.getEnclosedElements().stream())
            .filter(member -> member.getSimpleName().equals(component.getSimpleName()))
            .anyMatch(member -> member.toString().endsWith("()"));
    if (implementsMethod) {
      uses.computeIfAbsent(record, key -> new HashSet<>()).add(component);
    }
  }

  private void findOverridden(ExecutableElement method, TypeElement owner) {
    for (TypeElement ancestor : ancestors(owner)) {
      for (Element other : ancestor.getEnclosedElements()) {
        if (other instanceof ExecutableElement overridden
            && elements.overrides(method, overridden, owner)) {
          overriders.computeIfAbsent(overridden, key -> new HashSet<>()).add(method);
          uses.computeIfAbsent(method, key -> new HashSet<>()).add(overridden);
          if (!declared.contains(overridden)) {
            uses.computeIfAbsent(owner, key -> new HashSet<>()).add(method);
          }
        }
      }
    }
  }

  private Set<TypeElement> ancestors(TypeElement type) {
    Set<TypeElement> found = new LinkedHashSet<>();
    for (TypeMirror parent : types.directSupertypes(type.asType())) {
      TypeElement element = (TypeElement) ((DeclaredType) parent).asElement();
      found.add(element);
      found.addAll(ancestors(element));
    }
    return found;
  }

  private void use(Element element) {
    if (live.add(element)) {
      unread.add(element);
    }
  }

  private void follow(Element element) {
    uses.getOrDefault(element, Set.of()).forEach(this::use);
    Element owner = element.getEnclosingElement();
    if (owner != null && isType(owner)) {
      use(owner);
    }
    if (element instanceof ExecutableElement method) {
      overriders.getOrDefault(method, Set.of()).stream()
          .filter(other -> live.contains(other.getEnclosingElement()))
          .forEach(this::use);
    } else if (isType(element)) {
      ancestors((TypeElement) element).forEach(this::use);
      overriders.forEach(
          (overridden, all) -> {
            if (live.contains(overridden)) {
              all.stream().filter(m -> m.getEnclosingElement().equals(element)).forEach(this::use);
            }
          });
    }
  }

  private static boolean isType(Element element) {
    return element.getKind().isClass() || element.getKind().isInterface();
  }

  /** Reads what one source file declares, and what each declaration uses. */
  private final class Declarations extends TreePathScanner<Void, Void> {
    /** The declaration that is read. */
    private Element within;

    @Override
    public Void visitImport(ImportTree tree, Void nothing) {
      return null;
    }

    @Override
    public Void visitAnnotation(AnnotationTree tree, Void nothing) {
      return within == null ? null : super.visitAnnotation(tree, nothing);
    }

    @Override
    public Void visitClass(ClassTree tree, Void nothing) {
      Element type = current();
      boolean isMember = within == null || isType(within);
      if (!isMember || tree.getSimpleName().isEmpty()) {
        return super.visitClass(tree, nothing);
      }
      return within(
          type,
          () -> {
            scan(tree.getModifiers(), nothing);
            scan(tree.getTypeParameters(), nothing);
            scan(tree.getExtendsClause(), nothing);
            scan(tree.getImplementsClause(), nothing);
            scan(tree.getMembers(), nothing);
          });
    }

    @Override
    public Void visitMethod(MethodTree tree, Void nothing) {
      Element method = current();
      boolean isMember = within != null && method.getEnclosingElement().equals(within);
      boolean isWritten = elements.getOrigin(method) == Elements.Origin.EXPLICIT;
      return isMember && isWritten
          ? within(method, () -> super.visitMethod(tree, nothing))
          : super.visitMethod(tree, nothing);
    }

    @Override
    public Void visitVariable(VariableTree tree, Void nothing) {
      Element variable = current();
      if (within == null || !variable.getEnclosingElement().equals(within) || !isType(within)) {
        return super.visitVariable(tree, nothing);
      }
      if (within.getKind() == ElementKind.RECORD && !isStatic(variable)) {
        declared.add(variable);
        return super.visitVariable(tree, nothing);
      }
      return within(variable, () -> super.visitVariable(tree, nothing));
    }

    @Override
    public Void visitAssignment(AssignmentTree tree, Void nothing) {
      if (element(tree.getVariable()) instanceof VariableElement field
          && field.getKind() == ElementKind.FIELD) {
        if (tree.getVariable() instanceof MemberSelectTree select) {
          scan(select.getExpression(), nothing);
        }
        return scan(tree.getExpression(), nothing);
      }
      return super.visitAssignment(tree, nothing);
    }

    @Override
    public Void visitBinary(BinaryTree tree, Void nothing) {
      if (tree.getKind() != Tree.Kind.EQUAL_TO && tree.getKind() != Tree.Kind.NOT_EQUAL_TO) {
        return super.visitBinary(tree, nothing);
      }
      scanUnlessConstant(tree.getLeftOperand());
      scanUnlessConstant(tree.getRightOperand());
      return null;
    }

    @Override
    public Void visitCase(CaseTree tree, Void nothing) {
      tree.getExpressions().forEach(this::scanUnlessConstant);
      scan(tree.getStatements(), nothing);
      return tree.getBody() == null ? null : scan(tree.getBody(), nothing);
    }

    private void scanUnlessConstant(ExpressionTree tree) {
      Element element = element(tree);
      if (element == null || element.getKind() != ElementKind.ENUM_CONSTANT) {
        scan(tree, null);
      }
    }

    @Override
    public Void visitIdentifier(IdentifierTree tree, Void nothing) {
      refer(current());
      return super.visitIdentifier(tree, nothing);
    }

    @Override
    public Void visitMemberSelect(MemberSelectTree tree, Void nothing) {
      Element element = current();
      refer(element);
      if (tree.getIdentifier().contentEquals("class")) {
        referToConstants(element(tree.getExpression()));
      }
      return super.visitMemberSelect(tree, nothing);
    }

    @Override
    public Void visitMemberReference(MemberReferenceTree tree, Void nothing) {
      refer(current());
      return super.visitMemberReference(tree, nothing);
    }

    @Override
    public Void visitNewClass(NewClassTree tree, Void nothing) {
      refer(current());
      return super.visitNewClass(tree, nothing);
    }

    private void refer(Element element) {
      if (element == null || within == null || element.equals(within)) {
        return;
      }
      uses.computeIfAbsent(within, key -> new HashSet<>()).add(element);
      Element owner = element.getEnclosingElement();
      if (owner == null || element.getKind() != ElementKind.METHOD) {
        return;
      }
      if (List.of("values()", "valueOf(java.lang.String)").contains(element.toString())) {
        referToConstants(owner);
      }
      if (owner.getKind() == ElementKind.RECORD
          && ((ExecutableElement) element).getParameters().isEmpty()) {
        owner.getEnclosedElements().stream()
            .filter(field -> field.getKind() == ElementKind.FIELD && !isStatic(field))
            .filter(field -> field.getSimpleName().equals(element.getSimpleName()))
            .forEach(field -> uses.get(within).add(field));
      }
    }

    private void referToConstants(Element type) {
      if (type != null && type.getKind() == ElementKind.ENUM) {
        type.getEnclosedElements().stream()
            .filter(member -> member.getKind() == ElementKind.ENUM_CONSTANT)
            .forEach(this::refer);
      }
    }

    private Void within(Element element, Runnable scan) {
      Element outer = within;
      declared.add(element);
      within = element;
      scan.run();
      within = outer;
      return null;
    }

    private Element current() {
      return trees.getElement(getCurrentPath());
    }

    private Element element(Tree tree) {
      return trees.getElement(new TreePath(getCurrentPath(), tree));
    }

    private boolean isStatic(Element element) {
      return element.getModifiers().contains(Modifier.STATIC);
    }
  }
}
