// The same picture as `raster.js` makes, drawn by the graphics processor: one instance a particle, places between two
// states worked out there, so that a picture of a run sends three numbers.

import { UNITS } from "./branch.js"
import { FAINT, imagesOf, LEAST, NO_VALUE } from "./view.js"

const PLACES = `#version 300 es
precision highp float;
precision highp int;
layout(location = 0) in vec2 corner;
layout(location = 1) in uvec2 base;
layout(location = 2) in ivec2 back;
layout(location = 3) in ivec2 ahead;
layout(location = 4) in float size;
layout(location = 5) in uint told;
uniform vec2 shares, shift, start, scale, pixels;
uniform mat2 cell;
flat out vec2 centre;
flat out float radius, place;
flat out int level, most;
void main() {
  vec2 fraction = (vec2(base) + shares.x * vec2(back) + shares.y * vec2(ahead)) / ${UNITS}.0 + shift;
  centre = (cell * fraction - start) * scale;
  radius = max(size * scale.x, ${LEAST});
  level = int(told) % ${FAINT};
  most = int(told) < ${FAINT} ? 4 : 2;
  place = float(gl_InstanceID);
  gl_Position = vec4(2.0 * (centre + corner * (radius + 1.0)) / pixels - 1.0, 0.0, 1.0);
}`

// What covers more of a pixel lies on top, of equals the later one: depths say both, in whatever order images are drawn
const DISC = `#version 300 es
precision highp float;
precision highp int;
uniform sampler2D palette;
uniform float particles;
flat in vec2 centre;
flat in float radius, place;
flat in int level, most;
out vec4 colour;
void main() {
  float away = distance(gl_FragCoord.xy, centre);
  int partly = int(floor(4.0 * (radius + 0.5 - away) + 0.5));
  int coverage = away <= max(radius - 0.5, 0.0) ? most : min(partly, most);
  if (away >= radius + 0.5 || coverage <= 0) discard;
  int rank = level == ${NO_VALUE} ? min(coverage, 3) : coverage;
  colour = texelFetch(palette, ivec2(min(4 * level + coverage, 255), 0), 0);
  gl_FragDepth = 1.0 - (float(rank) * particles + place) / (5.0 * particles);
}`

const IMITATED = /swiftshader|llvmpipe|software|basic render/i // what calls itself so takes the engine's cores

const CORNERS = new Float32Array([-1, -1, 1, -1, -1, 1, 1, 1])
const UNIFORMS = ["shares", "shift", "start", "scale", "pixels", "cell", "particles"]

export class WebGL {
  static between = 0

  #gl
  #uniforms
  #buffers = {}
  #sent = {}

  // null where the browser has none; one that a program imitates only where it is asked for
  static on(canvas, imitated = false) {
    const gl = canvas.getContext("webgl2", {
      antialias: false,
      powerPreference: "low-power",
      failIfMajorPerformanceCaveat: !imitated,
    })
    if (!gl || (!imitated && IMITATED.test(nameOf(gl)))) return null
    return new WebGL(gl)
  }

  constructor(gl) {
    this.#gl = gl
    const program = link(gl)
    this.#uniforms = Object.fromEntries(UNIFORMS.map(name => [name, gl.getUniformLocation(program, name)]))
    this.#attribute("corner", 0, 2, gl.FLOAT, 0)
    this.#attribute("base", 1, 2, gl.UNSIGNED_SHORT, 1)
    this.#attribute("back", 2, 2, gl.SHORT, 1)
    this.#attribute("ahead", 3, 2, gl.SHORT, 1)
    this.#attribute("radii", 4, 1, gl.FLOAT, 1)
    this.#attribute("levels", 5, 1, gl.UNSIGNED_BYTE, 1)
    this.#send("corner", CORNERS)
    gl.bindTexture(gl.TEXTURE_2D, gl.createTexture())
    for (const filter of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER])
      gl.texParameteri(gl.TEXTURE_2D, filter, gl.NEAREST)
    gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, true)
    gl.enable(gl.DEPTH_TEST)
  }

  #attribute(name, at, size, type, each) {
    const gl = this.#gl
    this.#buffers[name] = gl.createBuffer()
    gl.bindBuffer(gl.ARRAY_BUFFER, this.#buffers[name])
    gl.enableVertexAttribArray(at)
    if (type === gl.FLOAT) gl.vertexAttribPointer(at, size, type, false, 0, 0)
    else gl.vertexAttribIPointer(at, size, type, 0, 0)
    gl.vertexAttribDivisor(at, each)
  }

  // What has changed goes to the processor
  #send(name, array) {
    if (this.#sent[name] === array) return
    this.#sent[name] = array
    this.#gl.bindBuffer(this.#gl.ARRAY_BUFFER, this.#buffers[name])
    this.#gl.bufferData(this.#gl.ARRAY_BUFFER, array, this.#gl.DYNAMIC_DRAW)
  }

  #sendPalette(palette) {
    if (this.#sent.palette === palette) return
    this.#sent.palette = palette
    const gl = this.#gl
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, 256, 1, 0, gl.RGBA, gl.UNSIGNED_BYTE, palette)
  }

  // As `Raster.draw`
  draw(state, look, view) {
    const gl = this.#gl
    const { width, height } = gl.canvas
    const { shares, cell } = state
    for (const name of ["base", "back", "ahead"]) this.#send(name, state[name])
    for (const name of ["radii", "levels"]) this.#send(name, look[name])
    this.#sendPalette(look.palette)
    const [x0, x1, y0, y1] = view
    gl.viewport(0, 0, width, height)
    gl.uniform2f(this.#uniforms.shares, ...shares)
    gl.uniform2f(this.#uniforms.start, x0, y0)
    gl.uniform2f(this.#uniforms.scale, width / (x1 - x0), height / (y1 - y0))
    gl.uniform2f(this.#uniforms.pixels, width, height)
    gl.uniform1f(this.#uniforms.particles, look.radii.length)
    gl.uniformMatrix2fv(this.#uniforms.cell, false, cell)
    gl.clearColor(0, 0, 0, 0)
    gl.clear(gl.COLOR_BUFFER_BIT | gl.DEPTH_BUFFER_BIT)
    // a place is a fraction from 0 to 1, moved by as little as a run moves a particle from state to state
    const { low, high } = imagesOf(cell, view, look.largest)
    for (let a = Math.ceil(low[0] - 1.25); a <= high[0] + 0.25; a++)
      for (let b = Math.ceil(low[1] - 1.25); b <= high[1] + 0.25; b++) {
        gl.uniform2f(this.#uniforms.shift, a, b)
        gl.drawArraysInstanced(gl.TRIANGLE_STRIP, 0, 4, look.radii.length)
      }
  }

  // Wait until all is drawn: what is read must be there
  finish() {
    this.#gl.readPixels(0, 0, 1, 1, this.#gl.RGBA, this.#gl.UNSIGNED_BYTE, new Uint8Array(4))
  }
}

function nameOf(gl) {
  const known = gl.getExtension("WEBGL_debug_renderer_info")
  return gl.getParameter(known ? known.UNMASKED_RENDERER_WEBGL : gl.RENDERER)
}

function link(gl) {
  const program = gl.createProgram()
  for (const [kind, source] of [
    [gl.VERTEX_SHADER, PLACES],
    [gl.FRAGMENT_SHADER, DISC],
  ]) {
    const shader = gl.createShader(kind)
    gl.shaderSource(shader, source)
    gl.compileShader(shader)
    gl.attachShader(program, shader)
  }
  gl.linkProgram(program)
  if (!gl.getProgramParameter(program, gl.LINK_STATUS)) throw new Error(gl.getProgramInfoLog(program))
  gl.useProgram(program)
  return program
}
