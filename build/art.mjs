// `node build/art.mjs`: makes the icons and the installers' pictures from resources/icon.svg. What it makes is committed.
import * as fs from 'node:fs'
import path from 'node:path'
import { chromium } from '@playwright/test'
import { root } from './project.mjs'

const icon = fs.readFileSync(path.join(root, 'resources/icon.svg'), 'utf8')
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })

/** The PNG of an HTML body of that many pixels, clear where nothing is drawn. */
async function png(width, height, body, scale = 1) {
  const page = await browser.newPage({ viewport: { width, height }, deviceScaleFactor: scale })
  await page.setContent(`<body style="margin:0">${body}`)
  const picture = await page.screenshot({ omitBackground: true })
  await page.close()
  return picture
}

const sized = (size) => png(size, size, icon.replace('<svg ', `<svg width="${size}" height="${size}" `))

/** Windows' icon file: a table of PNG pictures. */
function ico(pictures) {
  const head = Buffer.alloc(6 + 16 * pictures.length)
  head.writeUInt16LE(1, 2)
  head.writeUInt16LE(pictures.length, 4)
  let offset = head.length
  pictures.forEach(({ size, data }, at) => {
    const entry = 6 + 16 * at
    head.writeUInt8(size % 256, entry)
    head.writeUInt8(size % 256, entry + 1)
    head.writeUInt16LE(1, entry + 4)
    head.writeUInt16LE(32, entry + 6)
    head.writeUInt32LE(data.length, entry + 8)
    head.writeUInt32LE(offset, entry + 12)
    offset += data.length
  })
  return Buffer.concat([head, ...pictures.map(({ data }) => data)])
}

/** The icon file of macOS: a sequence of PNG pictures, each behind the name of its size. */
function icns(pictures) {
  const names = { 16: 'icp4', 32: 'icp5', 64: 'icp6', 128: 'ic07', 256: 'ic08', 512: 'ic09', 1024: 'ic10' }
  const chunk = (name, data) => {
    const head = Buffer.alloc(8)
    head.write(name, 'latin1')
    head.writeUInt32BE(data.length + 8, 4)
    return Buffer.concat([head, data])
  }
  return chunk('icns', Buffer.concat(pictures.map(({ size, data }) => chunk(names[size], data))))
}

/** A picture without transparency as Windows' installer wants it: rows of blue, green, red from the bottom up. */
async function bmp(width, height, body) {
  const page = await browser.newPage()
  const picture = (await png(width, height, body)).toString('base64')
  const pixels = await page.evaluate(
    async ([source, across, down]) => {
      const image = new Image()
      image.src = `data:image/png;base64,${source}`
      await image.decode()
      const canvas = new OffscreenCanvas(across, down).getContext('2d')
      canvas.drawImage(image, 0, 0)
      return [...canvas.getImageData(0, 0, across, down).data]
    },
    [picture, width, height]
  )
  await page.close()
  const row = Math.ceil((width * 3) / 4) * 4
  const file = Buffer.alloc(54 + row * height)
  file.write('BM', 'latin1')
  file.writeUInt32LE(file.length, 2)
  file.writeUInt32LE(54, 10)
  file.writeUInt32LE(40, 14)
  file.writeInt32LE(width, 18)
  file.writeInt32LE(height, 22)
  file.writeUInt16LE(1, 26)
  file.writeUInt16LE(24, 28)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let colour = 0; colour < 3; colour++)
        file[54 + (height - 1 - y) * row + x * 3 + colour] = pixels[(y * width + x) * 4 + 2 - colour]
  return file
}

const mark = (size) =>
  `<img src="data:image/svg+xml;base64,${Buffer.from(icon).toString('base64')}" width="${size}">`
const night = 'background:linear-gradient(#2c3035,#111315);color:#eceef0;font:600 22px sans-serif'
const straw = 'color:#f0b541'
const write = (name, data) => fs.writeFileSync(path.join(root, name), data)

/** The mark of the tray: calm, or with a dot that says what rollouts need; a ring where something is not seen. */
const dots = { calm: '', unseen: '#9aa0a6', running: '#58a6ff', held: '#d29922', failing: '#f85149' }
const trayMark = (size, colour) =>
  `<div style="position:relative;width:${size}px;height:${size}px">${mark(size)}${
    colour === ''
      ? ''
      : `<i style="position:absolute;right:0;bottom:0;width:38%;height:38%;border-radius:50%;background:${colour};box-shadow:0 0 0 ${size / 22}px #fff"></i>`
  }</div>`

try {
  const sizes = [16, 32, 64, 128, 256, 512, 1024]
  const pictures = []
  for (const size of sizes) pictures.push({ size, data: await sized(size) })
  write('resources/icon.png', pictures.find(({ size }) => size === 512).data)
  for (const [name, colour] of Object.entries(dots)) {
    write(`resources/tray-${name}.png`, await png(22, 22, trayMark(22, colour)))
    write(`resources/tray-${name}@2x.png`, await png(22, 22, trayMark(22, colour), 2))
  }
  write('build/icon.icns', icns(pictures))
  write('build/icon.ico', ico(pictures.filter(({ size }) => size <= 256)))
  // macOS lays Skep to the left of the arrow and the folder of applications to the right.
  const drop = `<div style="${night};width:540px;height:380px;display:grid;place-content:center">
    <svg width="120" height="60" viewBox="0 0 120 60" fill="none" stroke="#f0b541" stroke-width="9" stroke-linecap="round"
      stroke-linejoin="round"><path d="M10 30h96M82 10l24 20-24 20"/></svg></div>`
  write('build/background.png', await png(540, 380, drop))
  write('build/background@2x.png', await png(540, 380, drop, 2))
  const side = `<div style="${night};width:164px;height:314px;display:grid;place-content:center;justify-items:center;gap:14px">
    ${mark(112)}<span style="${straw}">Skep</span></div>`
  write('build/installerSidebar.bmp', await bmp(164, 314, side))
} finally {
  await browser.close()
}
