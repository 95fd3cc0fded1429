import {
  createReadStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, extname, join } from "node:path";
import { defineConfig, type Plugin } from "vite";

const root = import.meta.dirname;
const pkg = join(root, "pkg");
const TYPES: Record<string, string> = {
  ".js": "text/javascript",
  ".json": "application/json",
  ".wasm": "application/wasm",
};
/** What of the wasm package is shipped. */
const SHIPPED = /\.(js|wasm|pack)$|^packs\.json$/;

/**
 * The engine is not bundled: it stands in `engine/` beside the entry script, under names of its own, so
 * that an element finds it from any origin and nothing asks for it before the first Run.
 */
function engineFiles(): Plugin {
  return {
    name: "engine-files",
    configureServer(server) {
      server.middlewares.use("/engine", (request, response, next) => {
        const file = join(pkg, (request.url ?? "/").split("?")[0] ?? "");
        if (!SHIPPED.test(basename(file)) || !existsSync(file)) return next();
        const type = TYPES[extname(file)] ?? "application/octet-stream";
        response.setHeader("content-type", type);
        createReadStream(file).pipe(response);
      });
    },
    writeBundle(options) {
      if (!existsSync(pkg)) {
        this.warn(
          "www/pkg is not there: the page is built without an engine (cargo xtask build makes it)",
        );
        return;
      }
      const folder = join(options.dir ?? join(root, "dist"), "engine");
      mkdirSync(folder, { recursive: true });
      for (const name of readdirSync(pkg)) {
        if (SHIPPED.test(name) && statSync(join(pkg, name)).isFile()) {
          writeFileSync(join(folder, name), readFileSync(join(pkg, name)));
        }
      }
    },
  };
}

/** Takes the indentation out of the style sheets and templates that stand in the scripts. */
function tightTemplates(): Plugin {
  return {
    name: "tight-templates",
    apply: "build",
    enforce: "pre",
    transform(code, id) {
      if (!id.includes("/src/") || !/\b(css|html|svg)`/.test(code)) return null;
      return { code: code.replace(/\n[ \t]+(?=\S)/g, "\n"), map: null };
    },
  };
}

/** What the built page may do: nothing from elsewhere, nothing inline, no eval. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

function strictPolicy(): Plugin {
  return {
    name: "strict-policy",
    apply: "build",
    transformIndexHtml: () => [
      {
        tag: "meta",
        attrs: { "http-equiv": "Content-Security-Policy", content: POLICY },
        injectTo: "head-prepend",
      },
    ],
  };
}

export default defineConfig({
  base: "./",
  root,
  publicDir: false,
  plugins: [engineFiles(), tightTemplates(), strictPolicy()],
  worker: { format: "es" },
  build: {
    target: "es2022",
    modulePreload: false,
    assetsInlineLimit: 0,
    sourcemap: false,
    rollupOptions: {
      input: {
        index: join(root, "index.html"),
        coroscope: join(root, "src/elements/coroscope.ts"),
      },
      output: {
        entryFileNames: (chunk) =>
          chunk.name === "coroscope" ? "coroscope.js" : "assets/[name]-[hash].js",
      },
    },
  },
});
