const most = 8

/** What was run from the palette of a window, the last one first. */
export class RecentItems {
  #ids: readonly string[] = []

  get ids(): readonly string[] {
    return this.#ids
  }

  add(id: string): void {
    this.#ids = [id, ...this.#ids.filter((each) => each !== id)].slice(0, most)
  }
}

/** This window's. */
export const recentItems = new RecentItems()
