// Writes hugging_face.json: what Hugging Face's own trainer learns from corpus.txt, and how it splits the texts of texts.json.
//   npm install tokenizers@0.23.2 && node hugging_face.js
const fs = require('fs');
const tokenizers = require('tokenizers');

async function main() {
  const tokenizer = new tokenizers.Tokenizer(tokenizers.BPE.empty());
  tokenizer.setPreTokenizer(tokenizers.byteLevelPreTokenizer(false));
  tokenizer.train([__dirname + '/corpus.txt']);
  tokenizer.save('/tmp/trained.json');
  const model = JSON.parse(fs.readFileSync('/tmp/trained.json', 'utf8')).model;
  const texts = JSON.parse(fs.readFileSync(__dirname + '/texts.json', 'utf8'));
  const tokens = [];
  for (const text of texts) {
    tokens.push((await tokenizer.encode(text)).getTokens());
  }

  const merges = model.merges.map(merge => Array.isArray(merge) ? merge.join(' ') : merge);
  fs.writeFileSync(__dirname + '/hugging_face.json', JSON.stringify({ merges, tokens }, null, 1) + '\n');
}

main();
