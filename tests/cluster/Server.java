import java.nio.file.*;
import java.util.*;
import org.opensearch.Version;
import org.opensearch.common.settings.Settings;
import org.opensearch.env.Environment;
import org.opensearch.node.*;
import org.opensearch.plugins.PluginInfo;

/** One OpenSearch node in this process: java -cp CLASSPATH Server.java HOME (reads HOME/config/opensearch.yml; SIGTERM stops it). */
public class Server {
  static class N extends Node {
    @SuppressWarnings({"unchecked", "rawtypes"}) // 2.x takes classes, 3.x descriptions of plugins: the same signature once erased
    N(Environment env, Collection plugins) { super(env, plugins, true); }
  }

  static Object plugin(String name) throws ClassNotFoundException { // in 3.x XPlugin is XModulePlugin
    boolean old = Version.CURRENT.major < 3;
    String full = "org.opensearch." + name + (old ? "Plugin" : "ModulePlugin");
    return old ? Class.forName(full) : new PluginInfo(full, "", "", Version.CURRENT, "", full, null, List.of(), false);
  }

  public static void main(String[] args) throws Exception {
    Path home = Paths.get(args[0]).toAbsolutePath(), config = home.resolve("config");
    System.setProperty("log4j2.configurationFile", config.resolve("log4j2.properties").toString());
    Environment env = InternalSettingsPreparer.prepareEnvironment(
        Settings.builder().put("path.home", home.toString()).build(), Map.of(), config, () -> "node");
    try {
      Node node = new N(env, List.of(plugin("transport.Netty4")));
      Runtime.getRuntime().addShutdownHook(new Thread(() -> {
        try { node.close(); } catch (Exception e) { e.printStackTrace(); }
      }));
      node.start();
    } catch (Throwable t) { // a port in use, say: OpenSearch's threads would keep the process alive
      t.printStackTrace();
      System.exit(1);
    }
    Thread.currentThread().join();
  }
}
