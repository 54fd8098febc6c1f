// What a browser keeps for this page. In a frame of another site it may keep nothing: then nothing was kept.

const storage = (name, act) => {
  try {
    return act(window[name])
  } catch {
    return null
  }
}

// From visit to visit
export const kept = key => storage("localStorage", all => all.getItem(key))
export const keep = (key, value) => storage("localStorage", all => all.setItem(key, value))

// From one load of this tab to the next
export const keptHere = key => storage("sessionStorage", all => all.getItem(key))
export const keepHere = (key, value) => storage("sessionStorage", all => all.setItem(key, value))
export const dropHere = key => storage("sessionStorage", all => all.removeItem(key))
