// Classes of the gallery and the glasses in each: which one is meant when a class, a size or a seed is chosen.

// The size and the seed that the user had last: another class opens with them where it has them
let wished = { n: 4096, seed: 1 }

export const classesOf = groups => groups.flatMap(group => group.classes)

export function find(groups, key) {
  for (const kind of classesOf(groups)) {
    const member = kind.members.find(each => each.key === key)
    if (member) return { kind, member }
  }
  return null
}

export function remember(member) {
  wished = { n: member.n, seed: member.seed ?? wished.seed }
}

export function memberOf(kind, { n, seed } = wished) {
  const away = member => Math.abs(Math.log(member.n / n))
  const nearest = Math.min(...kind.members.map(away))
  const sized = kind.members.filter(member => away(member) === nearest)
  return sized.find(member => member.seed === seed) ?? sized[0]
}

export const sizesOf = kind => [...new Set(kind.members.map(member => member.n))]
export const seedsOf = (kind, n) => kind.members.filter(member => member.n === n).map(({ seed }) => seed)
// 4,096; the browser's own way takes twenty milliseconds the first time
export const thousands = n => String(n).replace(/\B(?=(\d{3})+$)/g, ",")

// A class's name, broken between words but never inside "T = 0.05"
export const named = kind => kind.label.replace(/ = /g, "\u00a0=\u00a0").replace(/ t0/g, "\u00a0t0")
export const firstEvent = member => (member.first ? `γ₁ ${member.first}` : "")
