import { marked, type Token, type Tokens } from 'marked'

/** A piece of a Markdown text, as plain data that the window renders with its own elements. */
export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'strong' | 'em' | 'del' | 'quote' | 'paragraph' | 'plain'
      readonly pieces: readonly Piece[]
    }
  | { readonly kind: 'heading'; readonly depth: number; readonly pieces: readonly Piece[] }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'block'; readonly text: string }
  | { readonly kind: 'link'; readonly pieces: readonly Piece[]; readonly address: string }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly (readonly Piece[])[] }
  | {
      readonly kind: 'table'
      readonly head: readonly (readonly Piece[])[]
      readonly rows: readonly (readonly (readonly Piece[])[])[]
    }
  | { readonly kind: 'break' | 'rule' }

/** A Markdown text in pieces. HTML in it is text like any other, and an address is shown, never followed. */
export const piecesOf = (text: string): readonly Piece[] => all(marked.lexer(text, { gfm: true }))

const all = (tokens: readonly Token[] | undefined): readonly Piece[] => (tokens ?? []).flatMap(pieceOf)

function pieceOf(token: Token): readonly Piece[] {
  switch (token.type) {
    case 'space':
    case 'def':
      return []
    case 'heading':
      return [{ kind: 'heading', depth: (token as Tokens.Heading).depth, pieces: all(token.tokens) }]
    case 'paragraph':
      return [{ kind: 'paragraph', pieces: all(token.tokens) }]
    case 'blockquote':
      return [{ kind: 'quote', pieces: all(token.tokens) }]
    case 'strong':
    case 'em':
    case 'del':
      return [{ kind: token.type, pieces: all(token.tokens) }]
    case 'code':
      return [{ kind: 'block', text: (token as Tokens.Code).text }]
    case 'codespan':
      return [{ kind: 'code', text: (token as Tokens.Codespan).text }]
    case 'link':
      return [{ kind: 'link', pieces: all(token.tokens), address: (token as Tokens.Link).href }]
    case 'list': {
      const { ordered, items } = token as Tokens.List
      return [{ kind: 'list', ordered, items: items.map((item) => all(item.tokens)) }]
    }
    case 'table': {
      const { header, rows } = token as Tokens.Table
      return [
        {
          kind: 'table',
          head: header.map((cell) => all(cell.tokens)),
          rows: rows.map((row) => row.map((cell) => all(cell.tokens)))
        }
      ]
    }
    case 'hr':
      return [{ kind: 'rule' }]
    case 'br':
      return [{ kind: 'break' }]
    case 'text':
      if (token.tokens) return [{ kind: 'plain', pieces: all(token.tokens) }]
      return [{ kind: 'text', text: (token as Tokens.Text).text }]
    default:
      // HTML, escapes, images and whatever comes later: their own text.
      return [{ kind: 'text', text: 'text' in token ? String(token.text) : token.raw }]
  }
}
