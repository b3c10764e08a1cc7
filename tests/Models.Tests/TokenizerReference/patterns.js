// Writes patterns.json: how Hugging Face's library, whose regular expressions are those of Oniguruma, splits texts.
//   npm install tokenizers@0.23.2 && node patterns.js
const fs = require('fs');
const path = require('path');
const { Tokenizer } = require('tokenizers');

const patterns = [
  'a*', 'a+?', '(ab)+', 'a++b', 'a?+b', 'a*+', '(?>a|ab)c', '(?:a|b){2}', 'a{,2}b', 'a{2,}', 'a{x}', '(?i:str|k+)', '(?i)s[a-c]', '(?-i:S)|(?i:x)',
  '(?m:a.b)', 'a.b', '^a|b$', '\\Aa|b\\z', '\\bab\\b', '\\Ba\\B', '(?<=a)b', '(?<!a)b', 'a(?=b)', 'a(?!b)', '[^ab]', '[a-c&&b-z]', '[a-z&&[^aeiou]]+',
  '[[a-b]x]+', '[]a]', '[a\\]b]', '[\\d\\s]+', '[^\\W\\d_]+', '\\p{Lu}\\p{Ll}*', '\\P{L}+', '\\p{^L}', '\\p{Letter}', '\\p{Han}+', '\\p{Greek}|\\p{Hiragana}+', '[\\p{L}&&\\p{ASCII}]+',
  '[[:space:]]+', '[[:^digit:]]', '\\w', '[\\w]+', '[^\\w]', '\\W', '[[:word:]]+', '\\p{Word}', '\\h+', '\\x61', '\\x{1F600}', '\\u0062', '[😀-😂]+', '😀|👍', '[^😀]', '.', '\\S+', '\\w+', '(?#note)a', '\\+|\\.', ' ?[^\\s\\p{L}\\p{N}]+',
  '\\p{So}', '\\p{Mn}+', '[\\x{10000}-\\x{10FFFF}]', '(a|b|ab)(c|bcd)', '\\s+(?!\\S)', '[-a]', '[a-]', '\\-', '(?<name>a)b', '\\t|\\n',
];
const texts = [
  'aab ab abc bcd', 'AaBb STRASSE straße Kk\u212A sA\u017Fb xX', 'a\nb\na b', ' a  b\t\n ', 'a{x} ]-[ + . aaab', 'Ωμέγα ひらがな 漢字𠀋 ab', '😀😁😂👍🏽a👩‍👩‍👧', 'e\u0301\u0302 é _9٣² x1',
  '', 'xbyab a', '\u{10FFFF}a\uFFFF\u200D', 'ab-cd_ef 12,3',
];

async function main() {
  const results = [];
  for (const pattern of patterns) {
    for (const behavior of ['Isolated', 'MergedWithPrevious', 'Removed']) {
      let tokenizer;
      try {
        tokenizer = Tokenizer.fromString(JSON.stringify({
          version: '1.0', truncation: null, padding: null, added_tokens: [], normalizer: null, post_processor: null, decoder: null,
          pre_tokenizer: { type: 'Split', pattern: { Regex: pattern }, behavior, invert: false }, model: { type: 'WordLevel', vocab: { '?': 0 }, unk_token: '?' },
        }));
      } catch (error) {
        console.log(pattern, String(error).slice(0, 100));
        break;
      }
      const words = [];
      for (const text of texts) {
        const characters = [...text];
        words.push((await tokenizer.encode(text)).getOffsets().map(([start, end]) => characters.slice(start, end).join('')));
      }
      results.push({ pattern, behavior, words });
    }
  }
  fs.writeFileSync(path.join(__dirname, 'patterns.json'), '{ "texts": ' + JSON.stringify(texts) + ',\n"results": [\n' + results.map(row => JSON.stringify(row)).join(',\n') + '\n] }\n');
}

main();
