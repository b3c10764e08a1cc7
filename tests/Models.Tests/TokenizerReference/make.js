// Makes the fixtures of this folder with Hugging Face's own library: tokenizer.json files of small tokenizers, 10,000 random texts, and what
// the library makes of each text with each tokenizer (README.md describes the files).
//   npm install tokenizers@0.23.2 && node make.js
const fs = require('fs');
const path = require('path');
const zlib = require('zlib');
const { Tokenizer, BPE, byteLevelPreTokenizer, metaspacePreTokenizer } = require('tokenizers');

const here = name => path.join(__dirname, name);
const read = name => fs.readFileSync(here(name), 'utf8');
const corpus = read('../TokenizerTraining/Reference/corpus.txt') + '\n' + [
  'Съешь же ещё этих мягких французских булок, да выпей чаю.', 'Ξεσκεπάζω την ψυχοφθόρα βδελυγμία.', 'いろはにほへと ちりぬるを',
  '天地玄黄宇宙洪荒 日月盈昃', '키스의 고유조건은 입술끼리 만나야 하고', 'نص حكيم له سر قاطع', 'עטלף אבק נס דרך מזגן', 'ऋषियों को सताने वाले दुष्ट',
  'Zażółć gęślą jaźń, naïve café über straße', 'ef1 x2 1234 3.14 2,718', "it's we're they've I'll don't I'm he'd",
].join('\n');

// Mulberry32, so that every run makes the same texts.
let state = 20240229;
function random(limit) {
  state = (state + 0x6D2B79F5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * limit);
}

const pick = list => list[random(list.length)];
const between = (first, last) => String.fromCodePoint(first + random(last - first + 1));
const ranges = [
  [0x41, 0x5A], [0x61, 0x7A], [0x61, 0x7A], [0x30, 0x39], [0x21, 0x2F], [0x3A, 0x40], [0xA1, 0x17F], [0x370, 0x3FF], [0x400, 0x4FF],
  [0x531, 0x587], [0x5D0, 0x5EA], [0x600, 0x6FF], [0x900, 0x97F], [0xE00, 0xE5B], [0x10A0, 0x10FF], [0x1100, 0x11FF], [0x1E00, 0x1FFF],
  [0x2000, 0x206F], [0x2070, 0x209C], [0x20A0, 0x20BF], [0x2100, 0x218B], [0x2200, 0x22FF], [0x2460, 0x24FF], [0x3000, 0x303F],
  [0x3041, 0x30FF], [0x3400, 0x3420], [0x4E00, 0x9FA5], [0xAC00, 0xD7A3], [0xF900, 0xFAFF], [0xFB00, 0xFB06], [0xFF01, 0xFFEE],
  [0x10000, 0x1005D], [0x10400, 0x1044F], [0x1D400, 0x1D7FF], [0x1F100, 0x1F1AC], [0x20000, 0x2A6DF], [0x2B820, 0x2CEA1],
  [0x2F800, 0x2FA1D], [0xE000, 0xE0FF], [0xE0020, 0xE007F], [0xFFF0, 0xFFFF],
];
const tokens = [
  '<|endoftext|>', '<|im_start|>', '<s>', '</s>', '<mask>', ' <mask> ', '[MASK]', '[CLS]', '[UNK]', '<unk>', '<0x41>', '▁', '▁▁', 'Wort', 'wort',
  ' Wort ', 'Worte', '##a', '</w>', "'s", "'RE", "'ſ", '|',
];
const words = corpus.split(/\s+/).filter(word => word.length > 0);
const makers = [
  () => pick(words), () => ' ' + pick(words), () => pick(words) + ' ', () => ' '.repeat(1 + random(random(10) === 0 ? 30 : 4)),
  () => pick(['\n', '\r\n', '\t', '\n\n', '\u00A0', '\u3000', '\u2028', '\u0085', '\u200B', '\uFEFF', '\u200D', '\u1680', '\u180E']),
  () => between(0, 0x1F), () => between(0x7F, 0x9F), () => between(0x300, 0x36F), () => pick(words) + between(0x300, 0x30F),
  () => pick(['😀', '👩‍👩‍👧', '🏳️‍🌈', '👍🏽', '🇩🇪', '🇩', '❤️', '🏴󠁧󠁢󠁥󠁮󠁧󠁿']), () => between(0x1F300, 0x1F64F), () => pick(tokens), () => pick(tokens) + pick(words),
  () => { const range = pick(ranges); return Array.from({ length: 1 + random(5) }, () => between(...range)).join(''); },
  () => { const range = pick(ranges); return between(...range); }, () => '\u1100\u1161\u11A8', () => 'İIıſK' + between(0x1E0, 0x250),
  () => pick(['\uD800', '\uDC00', '\uDBFF\uD83D', '\uFFFE', '\uFFFF', '\uFFFD', '\0']), () => String(random(1e9)), () => pick([...'.,;:!?()[]{}"\'`-_/\\@#$%^&*+=<>~|']),
  () => 'a'.repeat(random(random(50) === 0 ? 300 : 9)), () => { let c; do { c = random(0x110000); } while (c >= 0xD800 && c <= 0xDFFF); return String.fromCodePoint(c); },
];
const texts = ['', ' ', ...Array.from({ length: 9998 }, () => Array.from({ length: 1 + random(9) }, () => pick(makers)()).join(''))];

async function trained(preTokenizer) {
  const tokenizer = new Tokenizer(BPE.empty());
  tokenizer.setPreTokenizer(preTokenizer);
  fs.writeFileSync('/tmp/corpus.txt', corpus);
  tokenizer.train(['/tmp/corpus.txt']);
  tokenizer.save('/tmp/trained.json');
  const { vocab, merges } = JSON.parse(fs.readFileSync('/tmp/trained.json', 'utf8')).model;
  const kept = merges.slice(0, 600);
  const join = merge => (Array.isArray(merge) ? merge : merge.split(' ')).join('');
  const products = new Set(kept.map(join));
  const all = new Set(merges.map(join));
  const symbols = Object.keys(vocab).sort((a, b) => vocab[a] - vocab[b]).filter(token => products.has(token) || !all.has(token));
  return { symbols, merges: kept };
}

// Pieces for a Unigram model: all substrings of words that occur several times, with logarithms of their frequencies.
function pieces(count) {
  const frequencies = new Map();
  for (const word of words.map(word => '▁' + word)) {
    const letters = [...word];
    for (let start = 0; start < letters.length; start++) {
      for (let end = start + 1; end <= Math.min(letters.length, start + 6); end++) {
        const piece = letters.slice(start, end).join('');
        frequencies.set(piece, (frequencies.get(piece) ?? 0) + 1);
      }
    }
  }

  const single = [...frequencies].filter(([piece]) => [...piece].length === 1);
  const longer = [...frequencies].filter(([piece, n]) => [...piece].length > 1 && n > 1)
    .sort((a, b) => b[1] * b[0].length - a[1] * a[0].length || (a[0] < b[0] ? -1 : 1)).slice(0, count);
  return [...single, ...longer].map(([piece, n]) => [piece, Math.log(n / 5000)]);
}

// A table of replacements in the format of SentencePiece: a double array (Darts-clone) of the UTF-8 of each key, and the replacements.
function charsmap(entries) {
  const root = { children: new Map(), value: -1 };
  const blob = [];
  for (const [key, value] of entries) {
    let node = root;
    for (const byte of Buffer.from(key, 'utf8')) {
      if (!node.children.has(byte)) {
        node.children.set(byte, { children: new Map(), value: -1 });
      }
      node = node.children.get(byte);
    }
    node.value = blob.length;
    blob.push(...Buffer.from(value, 'utf8'), 0);
  }

  const units = [0];
  const used = [true];
  const place = (node, index) => {
    const labels = [...(node.value >= 0 ? [0] : []), ...[...node.children.keys()].sort((a, b) => a - b)];
    let base = 1;
    while (labels.some(label => used[base ^ label]) || ((index ^ base) >= 1 << 21)) {
      base++;
    }
    for (const label of labels) {
      used[base ^ label] = true;
      units[base ^ label] = 0;
    }
    const offset = index ^ base;
    units[index] = (units[index] | (offset << 10) | (node.value >= 0 ? 1 << 8 : 0)) >>> 0;
    for (const [label, child] of node.children) {
      units[base ^ label] = label;
      place(child, base ^ label);
    }
    if (node.value >= 0) {
      units[base] = (node.value | 0x80000000) >>> 0;
    }
  };
  place(root, 0);
  while (units.length % 256 !== 0) {
    units.push(0);
  }
  const table = Buffer.alloc(4 + 4 * units.length);
  table.writeUInt32LE(4 * units.length, 0);
  units.forEach((unit, i) => table.writeUInt32LE((unit ?? 0) >>> 0, 4 + 4 * i));
  return Buffer.concat([table, Buffer.from(blob)]).toString('base64');
}

function replacements() {
  const entries = new Map([['\t', ' '], ['\n', ' '], ['\r', ' '], ['\u00A0', ' '], ['\u3000', ' '], ['\u200B', ' '], ['\u0001', ''], ['\uFEFF', '']]);
  for (const [first, last] of [[0xA0, 0x17F], [0x2070, 0x209C], [0x2100, 0x2138], [0xFB00, 0xFB06], [0xFF01, 0xFF9F], [0x2460, 0x2473]]) {
    for (let code = first; code <= last; code++) {
      const character = String.fromCodePoint(code);
      if (character.normalize('NFKC') !== character) {
        entries.set(character, character.normalize('NFKC'));
      }
    }
  }
  for (const letter of 'aeiouAEIOU') {
    for (const mark of '\u0300\u0301\u0302\u0308') {
      entries.set(letter + mark, (letter + mark).normalize('NFC'));
    }
  }
  return [...entries];
}

const special = (content, options = {}) =>
  ({ content, single_word: false, lstrip: false, rstrip: false, normalized: false, special: true, ...options });
const ordinary = (content, options = {}) => special(content, { normalized: true, special: false, ...options });
const ids = tokens => Object.fromEntries(tokens.map((token, id) => [token, id]));

function file(model, tokens, components = {}) {
  const vocabulary = Array.isArray(model.vocab) ? model.vocab.map(entry => entry[0]) : Object.keys(model.vocab);
  let next = vocabulary.length;
  const added = tokens.map(token => {
    const known = Array.isArray(model.vocab) ? vocabulary.indexOf(token.content) : model.vocab[token.content] ?? -1;
    return { id: known >= 0 ? known : next++, ...token };
  });
  return {
    version: '1.0', truncation: null, padding: null, added_tokens: added, normalizer: null, pre_tokenizer: null, post_processor: null, decoder: null,
    ...components, model,
  };
}

const template = (before, after, all) => ({
  type: 'TemplateProcessing',
  single: [...before.map(id => ({ SpecialToken: { id, type_id: 0 } })), { Sequence: { id: 'A', type_id: 0 } }, ...after.map(id => ({ SpecialToken: { id, type_id: 0 } }))],
  pair: [{ Sequence: { id: 'A', type_id: 0 } }, { Sequence: { id: 'B', type_id: 1 } }],
  special_tokens: Object.fromEntries([...before, ...after].map(id => [id, { id, ids: [all.indexOf(id)], tokens: [id] }])),
});
const split = (pattern, behavior = 'Isolated', invert = false) => ({ type: 'Split', pattern, behavior, invert });
const bytes = (options = {}) => ({ type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true, ...options });
const sequence = (...pretokenizers) => ({ type: 'Sequence', pretokenizers });
const bpe = (tokens, merges, options = {}) => ({
  type: 'BPE', dropout: null, unk_token: null, continuing_subword_prefix: null, end_of_word_suffix: null, fuse_unk: false, byte_fallback: false, ignore_merges: false,
  vocab: ids(tokens), merges, ...options,
});

async function files() {
  const level = await trained(byteLevelPreTokenizer(false));
  const alphabet = [...new Set(Object.keys(JSON.parse(read('../Hub/gpt2/vocab.json'))).filter(token => [...token].length === 1))];
  const byteTokens = [...new Set([...alphabet, ...level.symbols])];
  const spaced = await trained(metaspacePreTokenizer('▁', 'always'));
  const fallback = Array.from({ length: 256 }, (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`);
  const llama2 = ['<unk>', '<s>', '</s>', ...fallback, ...spaced.symbols];
  const unigram = [['<pad>', 0], ['</s>', 0], ['<unk>', 0], ...pieces(900)];
  const roberta = [['<s>', 0], ['<pad>', 0], ['</s>', 0], ['<unk>', 0], ...pieces(700)];
  const wordPieces = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', ...new Set(pieces(1500).flatMap(([piece]) =>
    piece === '▁' ? [] : piece.startsWith('▁') ? [piece.slice(1)] : ['##' + piece])), ...new Set([...corpus].filter(c => /\S/.test(c)))];
  const uniquePieces = [...new Set([...wordPieces, ...wordPieces.map(piece => piece.toLowerCase())])];
  const suffixed = [...alphabet, ...alphabet.map(token => token + '</w>'), 'lo', 'low</w>', 'th', 'the</w>', 'an', 'and</w>', 'er</w>', '<|startoftext|>', '<|endoftext|>'];
  const levels = ['[UNK]', ...new Set(words), ...'0123456789.,!?', '<mask>'];
  const wordIds = ids([...new Set(levels)]);
  return {
    gpt2: file(bpe(byteTokens, level.merges), [special('<|endoftext|>'), ordinary('Wort'), special('<mask>', { lstrip: true, rstrip: true })],
      { pre_tokenizer: bytes(), post_processor: bytes({ trim_offsets: false }), decoder: bytes() }),
    llama3: JSON.parse(read('../Hub/llama32/tokenizer.json')),
    qwen: file(bpe(byteTokens, level.merges.map(merge => Array.isArray(merge) ? merge : merge.split(' '))), [special('<|endoftext|>'), special('<|im_start|>')], {
      normalizer: { type: 'NFC' },
      pre_tokenizer: sequence(split({ Regex: "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+" }), bytes({ use_regex: false })),
      decoder: bytes(),
    }),
    o200k: file(bpe(byteTokens, level.merges, { ignore_merges: true }), [special('<|endoftext|>')], {
      pre_tokenizer: sequence(split({ Regex: "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|[^\\r\\n\\p{L}\\p{N}]?+[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]++[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]*|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+" }), bytes({ use_regex: false })),
      decoder: bytes(),
    }),
    deepseek: file(bpe(byteTokens, level.merges), [ordinary('Wort', { single_word: true }), special('<mask>')], {
      pre_tokenizer: sequence(split({ Regex: '[\\r\\n]' }), split({ Regex: '\\s?[A-Za-zµÀ-ÖØ-öø-ƺƼ-ƿǄ-ʓʕ-ʯͰ-ͳͶͷͻ-ͽͿΆΈ-ΊΌΎ-ΡΣ-ϵϷ-ҁҊ-ԯԱ-Ֆ𐐀-𐑏]+' }), split({ Regex: '\\s?[!-/:-~！-／：-～‘-‟　-。]+' }),
        split({ Regex: '\\s+$' }), split({ Regex: '[一-龥ࠀ-一가-퟿]+' }), split({ Regex: '\\p{Han}+' }), { type: 'Digits', individual_digits: true }, bytes({ use_regex: false })),
      decoder: bytes(),
    }),
    llama2: file(bpe(llama2, spaced.merges, { unk_token: '<unk>', fuse_unk: true, byte_fallback: true }), [special('<unk>'), special('<s>'), special('</s>'), ordinary('Wort', { rstrip: true })], {
      normalizer: { type: 'Sequence', normalizers: [{ type: 'Prepend', prepend: '▁' }, { type: 'Replace', pattern: { String: ' ' }, content: '▁' }] },
      post_processor: template(['<s>'], [], llama2),
      decoder: { type: 'Sequence', decoders: [{ type: 'Replace', pattern: { String: '▁' }, content: ' ' }, { type: 'ByteFallback' }, { type: 'Fuse' }, { type: 'Strip', content: ' ', start: 1, stop: 0 }] },
    }),
    mistral: file(bpe(llama2.filter(token => token !== '<0xF0>'), spaced.merges, { unk_token: '<unk>', byte_fallback: true }), [special('<s>'), special('</s>')], {
      pre_tokenizer: { type: 'Metaspace', replacement: '▁', prepend_scheme: 'first', split: false },
      post_processor: template(['<s>'], ['</s>'], llama2.filter(token => token !== '<0xF0>')),
      decoder: { type: 'Metaspace', replacement: '▁', prepend_scheme: 'first', split: false },
    }),
    t5: file({ type: 'Unigram', unk_id: 2, vocab: unigram, byte_fallback: false }, [special('<pad>'), special('</s>'), special('<unk>')], {
      normalizer: { type: 'Precompiled', precompiled_charsmap: charsmap(replacements()) },
      pre_tokenizer: sequence({ type: 'WhitespaceSplit' }, { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always', split: true }),
      post_processor: template([], ['</s>'], unigram.map(entry => entry[0])),
      decoder: { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always', split: true },
    }),
    xlmr: file({ type: 'Unigram', unk_id: 3, vocab: roberta, byte_fallback: false }, [special('<s>'), special('</s>'), special('<mask>', { lstrip: true })], {
      normalizer: { type: 'Sequence', normalizers: [{ type: 'Nmt' }, { type: 'NFKC' }, { type: 'Replace', pattern: { Regex: ' {2,}' }, content: ' ' }, { type: 'Strip', strip_left: false, strip_right: true }] },
      pre_tokenizer: { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always', split: true },
      post_processor: { type: 'RobertaProcessing', sep: ['</s>', 2], cls: ['<s>', 0], trim_offsets: true, add_prefix_space: true },
      decoder: { type: 'Metaspace', replacement: '▁', prepend_scheme: 'never', split: true },
    }),
    gemma: file({ type: 'Unigram', unk_id: 2, vocab: [...unigram, ...fallback.map(byte => [byte, -20])], byte_fallback: true }, [special('</s>')], {
      normalizer: { type: 'Replace', pattern: { String: ' ' }, content: '▁' },
      pre_tokenizer: split({ String: '▁' }, 'MergedWithPrevious'),
      decoder: { type: 'Sequence', decoders: [{ type: 'Replace', pattern: { Regex: '▁+' }, content: ' ' }, { type: 'ByteFallback' }, { type: 'Strip', content: ' ', start: 2, stop: 0 }] },
    }),
    bert: file({ type: 'WordPiece', unk_token: '[UNK]', continuing_subword_prefix: '##', max_input_chars_per_word: 100, vocab: ids(uniquePieces) }, ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'].map(token => special(token)), {
      normalizer: { type: 'BertNormalizer', clean_text: true, handle_chinese_chars: true, strip_accents: null, lowercase: true },
      pre_tokenizer: { type: 'BertPreTokenizer' }, post_processor: template(['[CLS]'], ['[SEP]'], uniquePieces), decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    }),
    bert_cased: file({ type: 'WordPiece', unk_token: '[UNK]', continuing_subword_prefix: '##', max_input_chars_per_word: 12, vocab: ids(uniquePieces) }, [special('[MASK]', { lstrip: true }), ordinary('WORT')], {
      normalizer: { type: 'BertNormalizer', clean_text: false, handle_chinese_chars: false, strip_accents: true, lowercase: false },
      pre_tokenizer: { type: 'BertPreTokenizer' }, post_processor: { type: 'BertProcessing', sep: ['[SEP]', 3], cls: ['[CLS]', 2] }, decoder: { type: 'WordPiece', prefix: '##', cleanup: false },
    }),
    clip: file(bpe(suffixed, [['l', 'o'], ['lo', 'w</w>'], ['t', 'h'], ['th', 'e</w>'], ['a', 'n'], ['an', 'd</w>'], ['e', 'r</w>']], { unk_token: '<|endoftext|>', end_of_word_suffix: '</w>' }), [special('<|startoftext|>'), special('<|endoftext|>')], {
      normalizer: { type: 'Sequence', normalizers: [{ type: 'NFC' }, { type: 'Replace', pattern: { Regex: '\\s+' }, content: ' ' }, { type: 'Lowercase' }] },
      pre_tokenizer: sequence(split({ Regex: "'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+" }, 'Removed', true), bytes({ use_regex: false })),
      post_processor: { type: 'Sequence', processors: [bytes(), template(['<|startoftext|>'], ['<|endoftext|>'], suffixed)] },
      decoder: { type: 'BPEDecoder', suffix: '</w>' },
    }),
    words: file({ type: 'WordLevel', vocab: wordIds, unk_token: '[UNK]' }, [special('[MASK]'), ordinary('Wort', { single_word: true, lstrip: true, rstrip: true })], {
      normalizer: { type: 'Sequence', normalizers: [{ type: 'NFKD' }, { type: 'StripAccents' }, { type: 'Strip', strip_left: true, strip_right: true }] },
      pre_tokenizer: sequence({ type: 'Whitespace' }, { type: 'Digits', individual_digits: false }),
    }),
    scripts: file({ type: 'WordLevel', vocab: wordIds, unk_token: '[UNK]' }, [], {
      normalizer: { type: 'NFD' },
      pre_tokenizer: sequence({ type: 'UnicodeScripts' }, { type: 'Punctuation', behavior: 'MergedWithNext' }, { type: 'CharDelimiterSplit', delimiter: '|' }, split({ Regex: '\\w+' }, 'Contiguous')),
      decoder: { type: 'CTC', pad_token: '[UNK]', word_delimiter_token: '|', cleanup: true },
    }),
  };
}

// FNV-1a over the ids with and without special tokens and over the decoded text.
function hash(encoded, bare, decoded) {
  let value = 0x811C9DC5;
  const add = number => {
    for (let shift = 0; shift < 32; shift += 8) {
      value = Math.imul(value ^ ((number >>> shift) & 0xFF), 0x01000193) >>> 0;
    }
  };
  [...encoded, -1, ...bare, -1].forEach(add);
  for (let i = 0; i < decoded.length; i++) {
    add(decoded.charCodeAt(i));
  }
  return value;
}

async function main() {
  const written = Buffer.concat(texts.map(text => {
    const buffer = Buffer.alloc(2 + 2 * text.length);
    buffer.writeUInt16LE(text.length, 0);
    for (let i = 0; i < text.length; i++) {
      buffer.writeUInt16LE(text.charCodeAt(i), 2 + 2 * i);
    }
    return buffer;
  }));
  fs.writeFileSync(here('texts.bin.gz'), zlib.gzipSync(written, { level: 9 }));
  const samples = {};
  const all = await files();
  for (const [name, content] of Object.entries(all)) {
    const tokenizer = Tokenizer.fromString(JSON.stringify(content));
    const hashes = Buffer.alloc(4 * texts.length);
    samples[name] = [];
    for (let i = 0; i < texts.length; i++) {
      const encoded = (await tokenizer.encode(texts[i])).getIds();
      const bare = (await tokenizer.encode(texts[i], null, { addSpecialTokens: false })).getIds();
      const decoded = bare.length === 0 ? '' : await tokenizer.decode(bare, false);
      hashes.writeUInt32LE(hash(encoded, bare, decoded), 4 * i);
      if (i % 400 === 7) {
        samples[name].push({ text: i, ids: bare, decoded });
      }
    }
    if (name !== 'llama3') {
      fs.writeFileSync(here(`${name}.json.gz`), zlib.gzipSync(JSON.stringify(content), { level: 9 }));
    }
    fs.writeFileSync(here(`${name}.hashes`), hashes);
    console.log(name);
  }
  fs.writeFileSync(here('samples.json'), '{\n' + Object.entries(samples).map(([name, rows]) => ` ${JSON.stringify(name)}: [\n` + rows.map(row => '  ' + JSON.stringify(row)).join(',\n') + '\n ]').join(',\n') + '\n}\n');
}

main();
