import { beforeEach, describe, expect, it, vi } from "vitest";
import {
  DEFAULTS,
  lastDraft,
  loadDrafts,
  loadSettings,
  newTab,
  saveDraft,
  saveSettings,
  sessionTab,
} from "./settings.ts";

class Storage {
  private readonly items = new Map<string, string>();
  full = false;
  room = Number.POSITIVE_INFINITY;

  getItem(key: string): string | null {
    return this.items.get(key) ?? null;
  }

  setItem(key: string, value: string): void {
    if (this.full || value.length > this.room) throw new DOMException("full", "QuotaExceededError");
    this.items.set(key, value);
  }
}

let local: Storage;

beforeEach(() => {
  local = new Storage();
  vi.stubGlobal("localStorage", local);
  vi.stubGlobal("sessionStorage", new Storage());
});

const draft = (id: string, when: number, code = `print(${when})`) => ({
  id,
  code,
  example: "02-one-round-trip",
  when,
});

describe("what the page remembers", () => {
  it("gives the settings back", () => {
    expect(loadSettings()).toEqual(DEFAULTS);
    saveSettings({ ...DEFAULTS, theme: "dark", seed: 7, split: 55 });
    expect(loadSettings()).toEqual({ ...DEFAULTS, theme: "dark", seed: 7, split: 55 });
  });

  it("does not believe everything it finds", () => {
    for (const text of ["{", "null", "[]", '{"theme":"pink","seed":"x","split":9000,"clock":1}']) {
      local.setItem("coroscope.settings", text);
      expect(loadSettings()).toEqual(DEFAULTS);
    }
    local.setItem("coroscope.drafts", '[{"id":1},null,"x"]');
    expect(loadDrafts()).toEqual([]);
  });

  it("keeps the last ten programs, the newest first", () => {
    for (let n = 0; n < 14; n += 1) saveDraft(draft(`tab${n}`, n));
    expect(loadDrafts().map(({ when }) => when)).toEqual([13, 12, 11, 10, 9, 8, 7, 6, 5, 4]);
  });

  it("continues this tab's program, else the most recent one", () => {
    expect(lastDraft()).toBeNull();
    const mine = sessionTab();
    saveDraft(draft(mine, 1));
    saveDraft(draft("another", 2));
    expect(lastDraft()?.id).toBe(mine);
    expect(newTab()).not.toBe(mine);
    expect(lastDraft()?.id).toBe("another");
  });

  it("lets older programs go when there is no room for all", () => {
    local.room = 1000;
    for (let n = 0; n < 5; n += 1) {
      expect(saveDraft(draft(`tab${n}`, n, "x".repeat(300)))).toBe(true);
    }
    expect(loadDrafts().map(({ when }) => when)).toEqual([4, 3]);
    expect(saveDraft(draft("large", 9, "x".repeat(2000)))).toBe(false);
    expect(loadDrafts().map(({ when }) => when)).toEqual([4, 3]);
  });

  it("goes on when nothing can be stored", () => {
    local.full = true;
    saveSettings(DEFAULTS);
    expect(saveDraft(draft("a", 1))).toBe(false);
    expect(loadDrafts()).toEqual([]);
  });
});
