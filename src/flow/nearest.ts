/** The word somebody meant: for typing errors in flow files. */

/** The candidate with the fewest typing errors between it and the word; nothing when none is near (a third of its letters). */
export function nearestWord(word: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined
  let least = Math.max(1, Math.floor(word.length / 3)) + 1
  for (const candidate of candidates) {
    const distance = typingErrors(word.toLowerCase(), candidate.toLowerCase())
    if (distance < least) {
      best = candidate
      least = distance
    }
  }
  return best
}

/** "did you mean `choices`?", or the list of what there is when it is short. */
export function suggestion(word: string, candidates: Iterable<string>): string {
  const all = [...candidates]
  const near = nearestWord(word, all)
  if (near !== undefined) return `did you mean \`${near}\`?`
  if (all.length === 0) return 'there is none'
  if (all.length > 12) return `none of the ${all.length} there are is spelt like it`
  return `there is ${all.map(name => `\`${name}\``).join(', ')}`
}

/** Letters left out, added, replaced or swapped (Damerau-Levenshtein distance, restricted). */
function typingErrors(a: string, b: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1
      let least = Math.min((row[j - 1] ?? 0) + 1, (last[j] ?? 0) + 1, (last[j - 1] ?? 0) + same)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        least = Math.min(least, (beforeLast[j - 2] ?? 0) + 1)
      }
      row.push(least)
    }
    beforeLast = last
    last = row
  }
  return last[b.length] ?? 0
}
