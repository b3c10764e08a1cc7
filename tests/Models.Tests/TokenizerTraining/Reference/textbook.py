"""Writes textbook.json: byte-pair encoding and word pieces as the definition says, on corpus.txt.

Every merge counts all pairs of all words again. It shares no code with ModelGen and uses Python's standard library alone.
"""
import json
import os
import re
import unicodedata
from collections import Counter

HERE = os.path.dirname(os.path.abspath(__file__))


def byte_characters():
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    table, other = {}, 0x100
    for value in range(256):
        if value in printable:
            table[value] = chr(value)
        else:
            table[value] = chr(other)
            other += 1
    return table


def kind(character):
    category = unicodedata.category(character)
    if category[0] == 'L':
        return 'L'
    if category[0] == 'N':
        return 'N'
    return 'S' if character.isspace() and not '\x1c' <= character <= '\x1f' else 'O'


def gpt2_words(text):
    """The expression of GPT-2, on a text in which each character is replaced by its kind."""
    kinds, at = ''.join(kind(character) for character in text), 0
    while at < len(text):
        match = re.match(r"'s|'t|'re|'ve|'m|'ll|'d", text[at:])
        end = at + match.end() if match else None
        for expression in ('L+', 'N+', 'O+'):
            for space in (1, 0):
                if end is None and (space == 0 or text[at] == ' '):
                    match = re.match(expression, kinds[at + space:])
                    end = at + space + match.end() if match else None
        if end is None:
            run = re.match('S+', kinds[at:]).end()
            end = at + (run if at + run == len(text) or run == 1 else run - 1)
        yield text[at:end]
        at = end


def bert_words(text):
    text = ''.join(
        ' ' if character.isspace() and character in '\t\n\r' or unicodedata.category(character) == 'Zs'
        else '' if unicodedata.category(character)[0] == 'C'
        else f' {character} ' if any(low <= ord(character) <= high for low, high in ((0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0xF900, 0xFAFF)))
        else character
        for character in text)
    text = ''.join(character for character in unicodedata.normalize('NFD', text) if unicodedata.category(character) != 'Mn').lower()
    word = ''
    for character in text + ' ':
        is_punctuation = unicodedata.category(character)[0] == 'P' or (ord(character) < 128 and not character.isalnum() and character > ' ')
        if character.isspace() or is_punctuation:
            if word:
                yield word
            word = ''
        else:
            word += character
        if is_punctuation:
            yield character


def merge(word, pair, token):
    result, at = [], 0
    while at < len(word):
        if word[at:at + 2] == pair:
            result.append(token)
            at += 2
        else:
            result.append(word[at])
            at += 1
    return tuple(result)


def train(words, vocabulary, size, minimum, prefix=''):
    """`words` maps tuples of tokens to their counts; tokens are added to `vocabulary`."""
    ids = {token: i for i, token in enumerate(vocabulary)}
    merges = []
    while len(vocabulary) < size:
        pairs = Counter()
        for word, count in words.items():
            for pair in zip(word, word[1:]):
                pairs[pair] += count
        if not pairs:
            break
        pair, count = min(pairs.items(), key=lambda entry: (-entry[1], ids[entry[0][0]], ids[entry[0][1]]))
        if count < minimum:
            break
        token = pair[0] + (pair[1][len(prefix):] if prefix and pair[1].startswith(prefix) else pair[1])
        if ' '.join(pair) not in merges:
            merges.append(' '.join(pair))
        if token not in ids:
            ids[token] = len(vocabulary)
            vocabulary.append(token)
        merged = Counter()
        for word, count in words.items():
            merged[merge(word, pair, token)] += count
        words = merged
    return vocabulary, merges


def byte_pairs(lines, special, size, minimum):
    table = byte_characters()
    words = Counter()
    for line in lines:
        for part in re.split('|'.join(map(re.escape, special)) or '$^', line):
            for word in gpt2_words(part):
                words[tuple(table[value] for value in word.encode())] += 1
    return train(words, special + sorted(table.values()), size, minimum)


def word_pieces(lines, special, size, minimum, largest):
    counts = Counter(word for line in lines for word in bert_words(line))
    characters = Counter()
    for word, count in counts.items():
        for character in word:
            characters[character] += count
    kept = sorted(sorted(characters, key=lambda character: (-characters[character], character))[:largest])
    continuing = {character for word in counts for character in word[1:]}
    words = Counter()
    for word, count in counts.items():
        if all(character in kept for character in word):
            words[tuple(word[0]) + tuple('##' + character for character in word[1:])] += count
    alphabet = kept + ['##' + character for character in kept if character in continuing]
    return train(words, special + alphabet, size, minimum, '##')[0]


def main():
    with open(os.path.join(HERE, 'corpus.txt'), encoding='utf8', newline='') as file:
        lines = [line + '\n' for line in file.read().split('\n')[:-1]]
    vocabulary, merges = byte_pairs(lines, ['<|endoftext|>', 'count'], 400, 3)
    bert = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]']
    result = {
        'vocabulary': vocabulary,
        'merges': merges,
        'word_pieces': word_pieces(lines, bert + ['[URL]'], 300, 2, 1000),
        'small_alphabet': word_pieces(lines, bert, 1000, 2, 30),
    }
    with open(os.path.join(HERE, 'textbook.json'), 'w', encoding='utf8') as file:
        json.dump(result, file, ensure_ascii=False, indent=1)
        file.write('\n')


main()
