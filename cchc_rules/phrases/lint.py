"""Words of the linter: what loads and yet is hardly meant."""

from typing import Final

PHRASES: Final[dict[str, tuple[str, str]]] = {
    "row-not-reached": (
        "không dữ kiện nào đến được dòng này: các dòng trên đã đúng trước",
        "no facts reach this row: the rows above hold first",
    ),
    "row-not-reached.help": ("đổi thứ tự các dòng hoặc bỏ dòng này", "reorder the rows or leave this one out"),
    "constant-condition.always": ("điều kiện này luôn đúng", "this condition is always true"),
    "constant-condition.never": ("điều kiện này không bao giờ đúng", "this condition is never true"),
    "constant-condition.help": (
        "đối chiếu giới hạn khai báo của dữ kiện với điều kiện, hoặc bỏ điều kiện",
        "compare it with what the facts in it are declared to be, or drop it",
    ),
    "void-reachable": (
        "`{function}` trên danh sách có thể trống không bao giờ đạt khi danh sách trống",
        "`{function}` over a list that may be empty is never met when it is",
    ),
    "void-reachable.filter": (
        "`{function}` không bao giờ đạt khi bộ lọc `if` không giữ lại mục nào",
        "`{function}` is never met when its `if` lets nothing in",
    ),
    "void-reachable.help": (
        "nếu không có mục nào cũng được thì viết `count(…) == 0 or …`; nếu không thì đặt `min_items: 1` hoặc `applies`",
        "where none is fine write `count(…) == 0 or …`; else set `min_items: 1` or `applies`",
    ),
    "void-reachable.filter.help": (
        "nêu những mục phải có trong `expects` và lọc theo khóa (`if x.key in param[…]`); "
        "nếu không có mục nào cũng được thì viết `not any(…) or …` với cùng bộ lọc",
        "name the members that must be there under `expects` and filter by that key (`if x.key in param[…]`); "
        "where none is fine write `not any(…) or …` with the same filter",
    ),
    "run-written-out": (
        "bỏ sót một năm trong `{list}` thì `{function}` vẫn đạt",
        "a year left out of `{list}` still satisfies this `{function}`",
    ),
    "run-written-out.help": (
        "n năm liên tục viết `run((… for y in {list}), to=…) >= n`; nếu phải đủ những năm cố định thì nêu trong "
        "`expects` và không lọc theo năm",
        "n years in a row are `run((… for y in {list}), to=…) >= n`; where fixed years must be there name them under "
        "`expects` and do not filter by year",
    ),
    "loop-in-loop": (
        "với mỗi mục của `{outer}` phải xét lại mọi mục của `{inner}`: thời gian tăng theo tích của hai số mục",
        "for each member of `{outer}` all of `{inner}` are gone through: the time grows with the product of both",
    ),
    "loop-in-loop.help": (
        "danh sách có thể dài thì nên so với một con số tính một lần (`count`, `sum`, `max` của cả danh sách) "
        "hoặc khai báo con số đó thành dữ kiện của từng mục",
        "where the list may be long, compare with a number worked out once (`count`, `sum`, `max` of the whole list), "
        "or declare that number as a fact of each member",
    ),
    "void-line": (
        "mục chấm `{line}` không có căn cứ tính khi mẫu số bằng 0, và tổng điểm khi đó không bao giờ xác định",
        "line `{line}` has nothing to be computed of where what it divides by is 0, and the total then stays open",
    ),
    "void-line.help": (
        "thêm `gate`, hoặc dòng đầu của `first` nói điểm trong trường hợp đó",
        "give it a `gate`, or a first row that says what it is then",
    ),
    "zero-of-zero": (
        "mẫu số này có thể bằng 0, khi đó không có căn cứ tính tỷ lệ",
        "this whole may be 0, and then there is no share to speak of",
    ),
    "zero-of-zero.help": (
        "khai báo `min: 1` cho dữ kiện, hoặc so sánh mẫu số với 0 trong tiêu chí hay `applies`",
        "declare `min: 1` for the fact, or compare the whole with 0 in the criterion or its `applies`",
    ),
    "share-or-percent.percent": (
        "tỷ lệ phần trăm tính theo thang 100, `{number}` là {number}%",
        "percents run to 100, so `{number}` means {number}%",
    ),
    "share-or-percent.percent.help": ("nếu ý là {better}% thì viết {better}", "if {better}% is meant write {better}"),
    "share-or-percent.quotient": (
        "thương so với `{number}`: phép `/` không nhân 100",
        "a quotient compared with `{number}`: `/` does not multiply by 100",
    ),
    "share-or-percent.quotient.help": (
        "nếu ý là {number}% thì viết `percent(part, whole)`",
        "if {number}% is meant write `percent(part, whole)`",
    ),
    "truth-compared": ("so sánh với `true`, `false` là thừa", "nothing needs comparing with `true` or `false`"),
    "truth-compared.help": ("viết `{written}`", "write `{written}`"),
    "unranked-passes": (
        "giá trị không xếp hạng {values} thỏa điều kiện này",
        "the unranked {values} satisfies this",
    ),
    "unranked-passes.help": (
        "viết phép so sánh theo chiều thuận (`>=`), hoặc nêu tên giá trị đó trong tiêu chí",
        "compare the positive way (`>=`), or name that value in the criterion",
    ),
    "unranked-refused": (
        "giá trị không xếp hạng {values} không bao giờ thỏa điều kiện này",
        "the unranked {values} never satisfies this",
    ),
    "unranked-refused.help": (
        "viết phép so sánh theo chiều ngược (`not … >= …`), hoặc nêu tên giá trị đó trong tiêu chí",
        "say it the other way round (`not … >= …`), or name that value in the criterion",
    ),
    "other-words-pass": (
        "mọi từ ngoài các phương án của `{fact}` đều thỏa điều kiện này, kể cả phương án viết sai",
        "every word outside the options of `{fact}` meets this, a mistyped option too",
    ),
    "other-words-pass.help": (
        "nêu các phương án được chấp nhận (`{fact} in […]`), hoặc khai báo điều phải loại trừ thành dữ kiện có/không",
        "name the options that meet it (`{fact} in […]`), or declare what is to be excluded as a yes-or-no fact",
    ),
    "remedy-direction.whole": (
        "`{fact}` là mẫu số: chưa ghi có thể thay đổi hay không, nên không gợi ý thay đổi",
        "`{fact}` is the whole of a share: nothing says whether it can change, so no remedy changes it",
    ),
    "remedy-direction.applies": (
        "`{fact}` quyết định tiêu chí có áp dụng không: chưa ghi có thể thay đổi hay không, nên không gợi ý thay đổi",
        "`{fact}` decides whether a criterion applies: nothing says whether it can change, so no remedy changes it",
    ),
    "remedy-direction.list": (
        "chưa ghi `{fact}` có thể thêm mục hay không, nên không gợi ý thêm",
        "nothing says whether `{fact}` can gain members, so no remedy adds one",
    ),
    "remedy-direction.help": (
        "viết `changeable: false`, `up`, `down` hoặc `true`",
        "write `changeable: false`, `up`, `down` or `true`",
    ),
    "remedy-direction.list.help": ("viết `changeable: up` hoặc `false`", "write `changeable: up` or `false`"),
    "list-unchecked": (
        "bỏ sót mục trong `{list}` thì không ai biết: điều kiện xét trên mọi mục",
        "nothing tells when members of `{list}` are left out, yet all of them are asked about",
    ),
    "list-unchecked.help": (
        "khai báo `expects`, hoặc đối chiếu trong `checks`: `count({list}) == …`, `sum(…) == …`",
        "declare its `expects`, or hold it against a total in `checks`: `count({list}) == …`, `sum(…) == …`",
    ),
    "date-one-sided.before": (
        "`{fact}` chỉ bị chặn phía sau: ngày gõ nhầm năm cũ vẫn đạt",
        "`{fact}` is only held to lie before something: a day of another year passes",
    ),
    "date-one-sided.after": (
        "`{fact}` chỉ bị chặn phía trước: ngày gõ nhầm năm sau vẫn đạt",
        "`{fact}` is only held to lie after something: a day of another year passes",
    ),
    "date-one-sided.help": ("thêm vào `checks` giới hạn phía kia", "add the other bound to `checks`"),
    "date-after-as-of": (
        "`{fact}` có thể sau ngày xét mà không ai biết",
        "`{fact}` may lie after the day of decision, and nothing says so",
    ),
    "date-after-as-of.help": ("thêm vào `checks`: `{fact} <= as_of`", "add `{fact} <= as_of` to `checks`"),
    "gate-hides": (
        "khi `{gate}` nói là không có, vẫn có thể khai {facts}",
        "while `{gate}` says there is nothing, {facts} may be stated all the same",
    ),
    "gate-hides.help": (
        "thêm `settles: {{{gate}: …}}` cho dữ kiện đó, hoặc một kiểm tra trong `checks`",
        "give those facts `settles: {{{gate}: …}}`, or add a check of both",
    ),
    "two-facts-one-event": (
        "`{fact}` và `{other}` nói về cùng một việc mà không ràng buộc nhau",
        "`{fact}` and `{other}` tell of one event and nothing joins them",
    ),
    "two-facts-one-event.help": (
        "thêm `settles: {{{other}: true}}` cho `{fact}`, hoặc một kiểm tra trong `checks`",
        "give `{fact}` `settles: {{{other}: true}}`, or add a check of both",
    ),
    "unused-fact": ("không điều kiện nào đọc dữ kiện `{fact}`", "no condition reads the fact `{fact}`"),
    "unused-fact.field": (
        "không điều kiện nào đọc trường `{fact}` của `{list}`",
        "no condition reads the field `{fact}` of `{list}`",
    ),
    "unused-fact.help": (
        "bỏ dữ kiện, hoặc khai báo kiểu `text` nếu chỉ để mang theo",
        "drop it, or declare it as `text` if it is only carried along",
    ),
    "unused-definition": ("không điều kiện nào đọc định nghĩa `{definition}`", "nothing reads `{definition}`"),
    "unused-definition.help": ("bỏ định nghĩa", "drop the definition"),
    "unused-parameter": ("không điều kiện nào đọc tham số `{parameter}`", "nothing reads the parameter `{parameter}`"),
    "unused-parameter.help": (
        'đọc bằng `param["{parameter}"]`, hoặc bỏ',
        'read it as `param["{parameter}"]`, or drop it',
    ),
    "unused-scale": ("không dữ kiện nào dùng thang `{scale}`", "nothing is graded on the scale `{scale}`"),
    "unused-scale.help": ("bỏ thang", "drop the scale"),
    "unused-vocabulary": (
        "không thang nào của danh mục `{name}` được dùng",
        "no scale of the vocabulary `{name}` is used",
    ),
    "unused-vocabulary.help": ("bỏ dòng nhập danh mục", "drop the import"),
    "criterion-without-source": (
        "tiêu chí `{criterion}` không dẫn điều khoản nào",
        "the criterion `{criterion}` cites no clause",
    ),
    "criterion-without-source.help": (
        "thêm `source: văn-bản/điều-khoản`",
        "add `source: document/clause`",
    ),
    "clause-not-covered": (
        "không tiêu chí nào dẫn điều khoản `{clause}`",
        "no criterion cites the clause `{clause}`",
    ),
    "clause-not-covered.help": (
        "viết tiêu chí cho điều khoản, hoặc nêu lý do trong `left_out`",
        "write the criterion it asks for, or say why not in `left_out`",
    ),
    "clause-not-compared": (
        "điều khoản `{clause}` chưa được đối chiếu với văn bản",
        "the clause `{clause}` has not been compared with the text yet",
    ),
    "clause-not-compared.help": (
        "đối chiếu lời, ngày, năm và số với văn bản, rồi bỏ dòng `compared: false`",
        "hold its words, dates, years and numbers against the text, then take `compared: false` away",
    ),
    "clause-left-out-yet-cited": (
        "điều khoản `{clause}` ghi là để ngoài nhưng vẫn được dẫn",
        "the clause `{clause}` is said to be left out and yet cited",
    ),
    "clause-left-out-yet-cited.help": ("bỏ `left_out` hoặc bỏ dẫn chiếu", "drop `left_out`, or the reference to it"),
    "unknown-source": ("không có văn bản hay điều khoản `{source}`", "there is no source or clause `{source}`"),
    "unknown-source.help": ("khai báo trong `sources` của chính tệp đó", "declare it under `sources` of the same file"),
    "missing-translation.vi": ("văn bản này chưa có tiếng Việt", "this text is not said in Vietnamese"),
    "missing-translation.en": ("văn bản này chưa có tiếng Anh", "this text is not said in English"),
    "missing-translation.help": ("thêm `{language}: …`", "add `{language}: …`"),
    "labels-collide": (
        "tiêu đề cột `{label}` cũng là của dữ kiện `{other}`",
        "the header `{label}` is also that of the fact `{other}`",
    ),
    "labels-collide.help": (
        "đặt nhãn khác: cột trong bảng tính không biết thuộc dữ kiện nào",
        "choose another label: a column of a table could not be told apart",
    ),
    "titles-collide": (
        "tên tiêu chí `{title}` trùng với tiêu chí `{other}`",
        "the title `{title}` is also that of the criterion `{other}`",
    ),
    "titles-collide.help": ("đặt tên khác", "choose another title"),
    "no-short-headings": (
        "đối tượng `{category}` chưa có tiêu chí nào có tên rút gọn",
        "no criterion of `{category}` has a short heading",
    ),
    "no-short-headings.help": (
        "thêm `short: {{vi: …, en: …}}`, nhiều nhất 20 ký tự, cho các bảng hẹp",
        "add `short: {{vi: …, en: …}}`, at most 20 characters, for narrow tables",
    ),
    "criterion-repeated": (
        "tiêu chí `{criterion}` đòi hỏi đúng như tiêu chí `{other}`",
        "the criterion `{criterion}` asks exactly what `{other}` asks",
    ),
    "criterion-repeated.help": (
        "gộp hai tiêu chí và dẫn cả hai điều khoản",
        "make them one criterion that cites both clauses",
    ),
    "criterion-never-unmet-in-cases": (
        "không tình huống nào có tiêu chí `{criterion}` không đạt",
        "no case has the criterion `{criterion}` unmet",
    ),
    "criterion-never-unmet-in-cases.help": (
        "thêm vào `cases.yaml` một tình huống với `outcomes: {{{criterion}: unmet}}`",
        "add a case with `outcomes: {{{criterion}: unmet}}` to `cases.yaml`",
    ),
}
