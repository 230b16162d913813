import en from '../../../../docs/guide/en.md?raw'
import fr from '../../../../docs/guide/fr.md?raw'
import type { Language } from '../../../shared/contract'
import { piecesOf, type Piece } from './markdown'

/** A part of the guide below one heading. */
export interface Chapter {
  readonly title: string
  readonly pieces: readonly Piece[]
}

const texts: Readonly<Record<Language, string>> = { en, fr }

/** The words of pieces, without their form. */
const plain = (pieces: readonly Piece[]): string =>
  pieces
    .map((piece) => ('text' in piece ? piece.text : 'pieces' in piece ? plain(piece.pieces) : ''))
    .join('')

/** The guide that lies in the repository, by its chapters; what stands before the first heads the file there, not here. */
export function chaptersOf(language: Language): readonly Chapter[] {
  const chapters: { title: string; pieces: Piece[] }[] = []
  for (const piece of piecesOf(texts[language])) {
    if (piece.kind === 'heading' && piece.depth === 2)
      chapters.push({ title: plain(piece.pieces), pieces: [] })
    else chapters.at(-1)?.pieces.push(piece)
  }
  return chapters
}
