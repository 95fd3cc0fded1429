// Another origin: a small server of pages made up by the test, with the headers it wants.

import { createServer } from "node:http";

/** Serves `pages` (path to { html, headers }) on a port of its own; gives its URL and `close()`. */
export async function serve(pages) {
  const server = createServer((request, response) => {
    const page = pages[request.url.split("?")[0]];
    if (page) {
      response.writeHead(200, { "content-type": "text/html; charset=utf-8", ...page.headers });
      response.end(page.html);
    } else {
      response.writeHead(404, { "content-type": "text/plain" });
      response.end("404\n");
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
