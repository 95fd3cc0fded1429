/**
 * What the page remembers, in localStorage.
 *
 * Owns: code is never lost. Every tab saves its program under its own id, the last ten are kept, and a
 * page that is opened anew continues the most recent one. A browser without storage works, and forgets.
 */

export interface Settings {
  theme: "auto" | "light" | "dark";
  speed: string;
  clock: "virtual" | "real";
  seed: number;
  engine: "auto" | "worker" | "page";
  split: number;
  output: number;
}

export interface Draft {
  id: string;
  code: string;
  /** The example it began as. */
  example: string;
  /** Milliseconds since 1970. */
  when: number;
}

export const DEFAULTS: Settings = {
  theme: "auto",
  speed: "1",
  clock: "virtual",
  seed: 1,
  engine: "auto",
  split: 42,
  output: 32,
};

const SETTINGS = "coroscope.settings";
const DRAFTS = "coroscope.drafts";
const TAB = "coroscope.tab";
const KEPT = 10;

function read(key: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null");
  } catch {
    return null;
  }
}

/** False when there is no room, or it is forbidden: the page goes on without. */
function write(key: string, value: unknown): boolean {
  try {
    localStorage.setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

export function loadSettings(): Settings {
  const saved = read(SETTINGS);
  if (typeof saved !== "object" || saved === null) return { ...DEFAULTS };
  const settings: Settings = { ...DEFAULTS, ...saved };
  return {
    theme: oneOf(settings.theme, ["auto", "light", "dark"]) ?? DEFAULTS.theme,
    speed: String(settings.speed),
    clock: oneOf(settings.clock, ["virtual", "real"]) ?? DEFAULTS.clock,
    seed: Number.isSafeInteger(settings.seed) ? settings.seed : DEFAULTS.seed,
    engine: oneOf(settings.engine, ["auto", "worker", "page"]) ?? DEFAULTS.engine,
    split: inside(settings.split, 20, 75) ?? DEFAULTS.split,
    output: inside(settings.output, 10, 80) ?? DEFAULTS.output,
  };
}

export function saveSettings(settings: Settings): void {
  write(SETTINGS, settings);
}

/** Newest first. */
export function loadDrafts(): Draft[] {
  const saved = read(DRAFTS);
  if (!Array.isArray(saved)) return [];
  return saved.filter(isDraft).sort((a, b) => b.when - a.when);
}

/** Older programs give way when there is no room; false when there is none even so. */
export function saveDraft(draft: Draft): boolean {
  const others = loadDrafts().filter((other) => other.id !== draft.id);
  const drafts = [draft, ...others].slice(0, KEPT);
  for (; drafts.length > 0; drafts.pop()) if (write(DRAFTS, drafts)) return true;
  return false;
}

/** The draft to continue: this tab's own, or the most recent one. */
export function lastDraft(): Draft | null {
  const drafts = loadDrafts();
  const tab = sessionTab();
  return drafts.find((draft) => draft.id === tab) ?? drafts[0] ?? null;
}

/** The id under which this tab saves. It outlives a reload, not the tab. */
export function sessionTab(): string {
  try {
    const old = sessionStorage.getItem(TAB);
    if (old) return old;
    return newTab();
  } catch {
    return "only";
  }
}

/** From now on this tab saves under another id: what it saved so far stays as it is. */
export function newTab(): string {
  const id = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 8)}`;
  try {
    sessionStorage.setItem(TAB, id);
  } catch {
    return "only";
  }
  return id;
}

function isDraft(value: unknown): value is Draft {
  if (typeof value !== "object" || value === null) return false;
  const draft = value as Partial<Record<keyof Draft, unknown>>;
  return (
    typeof draft.id === "string" &&
    typeof draft.code === "string" &&
    typeof draft.example === "string" &&
    typeof draft.when === "number"
  );
}

function oneOf<T extends string>(value: T, allowed: readonly T[]): T | undefined {
  return allowed.find((one) => one === value);
}

function inside(value: number, low: number, high: number): number | undefined {
  return Number.isFinite(value) && value >= low && value <= high ? value : undefined;
}
