import { describe, expect, test } from 'vitest'
import { openingAt } from '#core/digest/openings'
import { parseText } from '../support/digests'

/** Texts that name papers of arXiv and are no digests: nobody wants them taken for some. */
const prose = {
  'README of a project': `# tinymaps

[![CI](https://github.com/example/tinymaps/badge.svg)](https://github.com/example/tinymaps/actions)
[![arXiv](https://img.shields.io/badge/arXiv-2311.01234-b31b1b.svg)](https://arxiv.org/abs/2311.01234)

> Official code of **Small Nets See Large Maps** ([arXiv:2311.01234](https://arxiv.org/abs/2311.01234)).

## Abstract
We show that nets with few weights read maps.

## News
- **2023-11-06**: paper on [arXiv](https://arxiv.org/abs/2311.01234).
- **2023-11-20**: code released.

| Model | Weights | Error |
|---|---|---|
| small | 10k | 3 % |
| large | 10M | 2 % |

### Authors
- **Authors:** Ada Example, Bo Sample

## References
1. C. Other, *Graphs*, [arXiv:2311.04567](https://arxiv.org/abs/2311.04567), 2023.
2. D. Third, *Folds*, arXiv preprint arXiv:2310.09876v3.
`,
  'list of references': `## Bibliography

- Example, A. (2023). Small Nets See Large Maps. arXiv:2311.01234 [cs.CV]. https://arxiv.org/abs/2311.01234
- Other, C. (2023). On Stable Graphs. arXiv:2311.04567 [stat.ML]. https://arxiv.org/abs/2311.04567

[1] A. Example, “Small Nets”, https://arxiv.org/pdf/2311.01234.pdf
[2] C. Other, “Graphs”, https://arxiv.org/pdf/2311.04567.pdf
`,
  'mails to and fro': `From: Ada Example <ada@example.org>
To: Bo Sample <bo@example.org>
Date: Mon, 6 Nov 2023 10:00:00 +0000
Subject: Re: that paper about maps

Hello Bo,

have you seen arXiv:2311.01234? The title is

  Small Nets See Large Maps

On Sun, 5 Nov 2023, Bo Sample wrote:
> Title: what do you mean?
> Authors: whoever
> see https://arxiv.org/abs/2311.04567
> --
> Bo

-- 
Ada
`,
  'comma-separated table': `id,title,date,url
1,"Small Nets See Large Maps",2023-11-06,https://arxiv.org/abs/2311.01234
2,"On Graphs, a Survey",2023-11-06,https://arxiv.org/abs/2311.04567
`,
  'web page': `<!DOCTYPE html>
<html><head><title>Ada Example</title>
<link rel="stylesheet" href="/style.css"></head>
<body><h1>Papers</h1>
<ul><li><a href="https://arxiv.org/abs/2311.01234">Small Nets See Large Maps</a> (arXiv:2311.01234)</li></ul>
<table><tr><td>2023-11-06</td><td>Small Nets</td></tr></table>
</body></html>
`,
  'BibTeX file': `@misc{example2023small,
  title={Small Nets See Large Maps},
  author={Example, Ada and N{\\'u}{\\~n}ez, Jos{\\'e}},
  year={2023},
  eprint={2311.01234},
  archivePrefix={arXiv},
  primaryClass={cs.CV},
  url={https://arxiv.org/abs/2311.01234}
}
`,
  'source code': `#!/usr/bin/env python3
# ArXiv helper: see https://arxiv.org/abs/2311.01234
"""Fetches papers.

### Usage
> fetch("2311.01234")
"""
BASE = "https://arxiv.org/abs/"
## New ids are YYMM.NNNNN
def page(paper):  # arXiv:2311.01234
    return f"### {paper['title']}\\n - **Authors:** {paper['authors']}\\n - **Arxiv link:** {BASE}"
`,
  'workflow in YAML': `---
name: Papers
on:
  schedule:
    - cron: '0 6 * * *'
env:
  CATEGORY: cs.CV
papers:
  - id: "2311.01234"
    title: Small Nets See Large Maps
    url: https://arxiv.org/abs/2311.01234
    date: 2023-11-06
---
more: true
`,
  'settings in JSON': `{
  "papers": [
    { "arxiv": "2311.01234", "title": "Small Nets See Large Maps", "starred": true }
  ],
  "url": "https://arxiv.org/abs/2311.01234"
}
`,
  'blog post': `---
title: What I read in November
date: 2023-11-30
---

# What I read in November

## Maps

### 1. Small Nets See Large Maps

> We show that nets with few weights read maps.

By Ada Example and others, [arXiv](https://arxiv.org/abs/2311.01234). I liked it:

- **Summary**: small is enough
- **Authors**: three
- *arXiv* id 2311.01234

---

### 2. On Stable Graphs

See https://arxiv.org/abs/2311.04567v2 for 3.5-dimensional ones.
`,
  'LaTeX file': `\\documentclass{article}
\\usepackage{hyperref}
\\title{Large Maps}
\\author{Ada Example \\and Bo Sample}
\\begin{document}
\\maketitle
%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%
\\begin{abstract}
We go on with \\href{https://arxiv.org/abs/2311.01234}{arXiv:2311.01234}.
\\end{abstract}
\\\\
As arXiv:2311.04567 shows, \\\\[2pt]
\\[ a = b \\\\ c = d \\]
\\end{document}
`,
  'chat log': `[2023-11-06 10:00] ada: morning! anything new on arxiv today?
[2023-11-06 10:01] bo: https://arxiv.org/abs/2311.01234
[2023-11-06 10:01] bo: **Small Nets See Large Maps**, cs.CV
> see arXiv:2311.04567 as well
10:02 <ada> thanks
`,
  'list of changes': `# Changelog

## [2312.1] - 2023-12-18
### Added
- Reads arXiv:2311.01234 without help.
- **Links**: [PDF](https://arxiv.org/pdf/2311.01234)

## [2311.12345] - 2023-11-06
### Fixed
- #12: new submissions for Monday were shown on Tuesday
`,
  'notes in Chinese': `# 读书笔记 cs.CV

## 更新

- **分类: 视觉**
- **链接: [arXiv](https://arxiv.org/abs/2311.01234)**

> **作者:** 某人
>
> **摘要:** 小网络读懂大地图。
`,
  'call for papers': `# New submissions for the workshop are welcome

Date: 6 Nov 2023
Title: at most ten words
Authors: do not name them

Send PDF files as arXiv does, such as arXiv:2311.01234.

| Date | What |
|:--|:--|
| 2023-11-06 | submission |
| 2023-12-18 | answer |
`,
  'feed of a blog': `<?xml version="1.0" encoding="UTF-8"?>
<!-- no feed of arXiv -->
<svg xmlns="http://www.w3.org/2000/svg"><title>arXiv:2311.01234</title>
<a href="https://arxiv.org/abs/2311.01234"><text>entry</text></a></svg>
`
}

describe('text that is no digest', () => {
  test.each(Object.entries(prose))('is not taken for one: %s', (_, text) => {
    expect(parseText(text).map(({ dialect }) => dialect)).toEqual([])
  })

  test.each(Object.entries(prose))('is not taken for one on a single line either: %s', (_, text) => {
    expect(parseText(text.replaceAll('\n', ' ')).map(({ dialect }) => dialect)).toEqual([])
  })

  test('opens no digest at any of its lines', () => {
    for (const [name, text] of Object.entries(prose))
      for (let at = 0; at >= 0 && at < text.length; at = text.indexOf('\n', at) + 1 || -1)
        expect(openingAt(text, at)?.dialect.name, `${name} at ${at}`).toBeUndefined()
  })
})
