/** Where the engine's files stand: beside the script that registered the elements. */

let folder = "";

export function setEngineBase(url: string): void {
  folder = url;
}

export function engineBase(): string {
  return folder;
}
