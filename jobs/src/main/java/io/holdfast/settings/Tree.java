package io.holdfast.settings;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** YAML as text with its places: types are the settings' matter, not the parser's. */
sealed interface Tree {
  /** Where it stands, such as {@code holdfast.yaml:12:3}. */
  String place();

  /** A value, still as text. */
  record Scalar(String text, String place) implements Tree {}

  /** Named values. */
  record Branch(Map<String, Tree> entries, String place) implements Tree {}

  /** Values in order. */
  record Sequence(List<Tree> items, String place) implements Tree {}

  /**
   * The tree of a file's text; problems of syntax are added to the list, the tree is then empty.
   */
  static Branch parse(String text, String file, List<String> problems) {
    try {
      LoaderOptions options = new LoaderOptions();
      options.setAllowDuplicateKeys(false);
      Node root = new Yaml(options).compose(new StringReader(text));
      if (root == null) {
        return new Branch(new LinkedHashMap<>(), file + ":1:1");
      }
      Tree tree = of(root, file, problems);
      if (tree instanceof Branch branch) {
        return branch;
      }
      problems.add(tree.place() + " settings must be names and values; found " + root.getNodeId());
    } catch (MarkedYAMLException e) {
      problems.add(place(e.getProblemMark(), file) + " is not YAML: " + e.getProblem());
    }
    return new Branch(new LinkedHashMap<>(), file + ":1:1");
  }

  private static Tree of(Node node, String file, List<String> problems) {
    String place = place(node.getStartMark(), file);
    if (node instanceof MappingNode mapping) {
      Map<String, Tree> entries = new LinkedHashMap<>();
      for (NodeTuple entry : mapping.getValue()) {
        if (!(entry.getKeyNode() instanceof ScalarNode name)) {
          problems.add(
              place(entry.getKeyNode().getStartMark(), file) + " a name must be a single word");
          continue;
        }
        String key = name.getValue();
        if (entries.put(key, of(entry.getValueNode(), file, problems)) != null) {
          problems.add(
              place(entry.getKeyNode().getStartMark(), file) + " " + key + " stands twice");
        }
      }
      return new Branch(entries, place);
    }
    if (node instanceof SequenceNode sequence) {
      List<Tree> items = new ArrayList<>();
      sequence.getValue().forEach(item -> items.add(of(item, file, problems)));
      return new Sequence(items, place);
    }
    return new Scalar(((ScalarNode) node).getValue(), place);
  }

  private static String place(Mark mark, String file) {
    return mark == null ? file : file + ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1);
  }
}
