// What a page costs that runs nothing: the floor of every cold start.
import { page } from "./protocol.js";

page({
  async load(print) {
    return async () => print("hello");
  },
});
