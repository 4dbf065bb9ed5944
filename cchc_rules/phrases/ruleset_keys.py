"""What each key of a ruleset says, as an editor shows it beside the key; `Model.name` where a name has several."""

from typing import Final

_FILE: Final[dict[str, tuple[str, str]]] = {
    "language": ("phiên bản ngôn ngữ của tệp: 1", "the version of the language: 1"),
    "Ruleset.id": ("mã bộ tiêu chí, cũng là tên thư mục", "the id of the ruleset, also the name of its folder"),
    "id": ("mã, chỉ dùng chữ thường không dấu, số, gạch nối", "the id: small letters, digits and hyphens"),
    "version": ("phiên bản, gồm ba số: 1.0.0", "the version, three numbers: 1.0.0"),
    "title": ("tên gọi, tiếng Việt và tiếng Anh", "what it is called, in Vietnamese and English"),
    "issuer": ("cơ quan ban hành", "who issued it"),
    "decides": (
        "xét điều gì: điều kiện, chỉ tiêu, nhiệm vụ hay xếp loại; tên các kết luận theo đó",
        "what is decided: eligibility, targets, duties or grading; it fixes the names of the verdicts",
    ),
    "partial": (
        "điều văn bản dành cho văn bản khác quy định; ghi kèm mọi kết luận đạt",
        "what the text leaves to other documents; printed with every favourable verdict",
    ),
    "Ruleset.vocabulary": (
        "các bộ thang dùng chung được lấy vào, đúng phiên bản ghi ở đây",
        "shared scales that are taken in, at exactly the versions named",
    ),
    "Vocabulary.vocabulary": ("tên bộ thang dùng chung", "the name of the shared scales"),
    "VocabularyImport.name": ("tên bộ thang dùng chung", "the name of the shared scales"),
    "embedded": ("nội dung bộ thang, khi chép cả vào tệp", "the shared scales themselves, where the file holds them"),
    "sources": ("các văn bản làm căn cứ, theo mã", "the documents the criteria come from, by id"),
    "scales": ("các thang mức, theo mã", "ordinal scales, by id"),
    "parameters": ("các hằng số có tên, như hạn nộp, số điểm cần đạt", "named constants, such as deadlines and limits"),
    "shared": (
        "phần nhiều đối tượng dùng chung, viết một lần",
        "facts, checks, definitions and criteria that several categories use, written once",
    ),
    "categories": ("các đối tượng được xét, theo mã", "the kinds of candidates, by id"),
    "selections": ("các cách chọn trong số hồ sơ đã xét", "who is chosen among decided candidates, by id"),
    "links": (
        "danh sách nào gồm hồ sơ của đối tượng khác",
        "lists whose members follow candidates of another category",
    ),
    "fact": ("danh sách, ghi `đối-tượng.tên`", "the list, as `category.fact`"),
    "follows": ("đối tượng mà các mục của danh sách là hồ sơ", "the category whose candidates are the members"),
    "where": (
        "dữ kiện cả hai đối tượng cùng có; chỉ lấy hồ sơ có giá trị bằng nhau",
        "a fact both categories have; only candidates with an equal one are members",
    ),
    "vi": ("tiếng Việt", "in Vietnamese"),
    "en": ("tiếng Anh", "in English"),
    "published": ("ngày ban hành", "the day it was published"),
    "number": ("số, ký hiệu văn bản", "the number of the document"),
    "clauses": ("mọi điều khoản có đặt yêu cầu, theo mã", "every clause that sets something, by id"),
    "at": ("chỗ của điều khoản trong văn bản", "where the clause stands in the text"),
    "Clause.says": ("nội dung điều khoản, diễn đạt lại", "what the clause says, in your own words"),
    "left_out": ("vì sao không thành tiêu chí", "why no criterion follows from it"),
    "compared": (
        "`false`: chưa đối chiếu với văn bản; không ảnh hưởng kết luận",
        "`false`: nobody has held it against the text yet; it decides nothing",
    ),
    "levels": ("các mức, từ thấp đến cao", "the levels, lowest first"),
    "unranked": ("giá trị đã biết nhưng không thuộc mức nào", "values that are known and on no level"),
    "Scale.aliases": ("cách viết khác của các mức", "other spellings, each with the value it means"),
    "year": ("năm của thang", "the year the scale is of"),
    "source": ("điều khoản làm căn cứ, ghi `văn-bản/điều-khoản`", "the clause or clauses, as `source/clause`"),
    "value": ("giá trị; bỏ trống thì mỗi lần xét phải cho", "its value; left out, every evaluation has to give one"),
    "DatedValue.value": ("giá trị kể từ ngày đó", "its value from that day on"),
    "values": ("các giá trị theo thời gian, ngày tăng dần", "values that go by dates, the days rising"),
    "DatedValue.from": ("ngày bắt đầu áp dụng giá trị", "the first day of the value"),
    "many": ("`true`: tham số là một danh sách", "`true` for a list of values"),
}

_CATEGORY: Final[dict[str, tuple[str, str]]] = {
    "uses": ("các phần dùng chung được lấy vào, đứng trước phần riêng", "the shared parts it has, before its own"),
    "facts": ("các dữ kiện, theo thứ tự điền", "the facts, in the order people fill them in"),
    "checks": ("điều mà số liệu đúng luôn thỏa", "data that cannot be otherwise: what is false is wrong data"),
    "define": ("các biểu thức có tên, dùng được ở dưới", "named expressions, for use below"),
    "scores": ("các tổng điểm", "numbers of points"),
    "grades": ("các xếp loại mà bộ tiêu chí đưa ra", "levels that the ruleset gives"),
    "criteria": ("các tiêu chí", "the criteria"),
    "Uses.facts": ("tên các dữ kiện dùng chung", "names of shared facts"),
    "Uses.checks": ("mã các phép kiểm tra dùng chung", "ids of shared checks"),
    "Uses.define": ("tên các định nghĩa dùng chung", "names of shared definitions"),
    "Uses.criteria": ("mã các tiêu chí dùng chung", "ids of shared criteria"),
    "type": ("loại giá trị", "the type of its values"),
    "label": ("tên gọi; của dữ kiện thì cũng là tiêu đề cột", "what it is called; of a fact also a column header"),
    "kind": (
        "`measured`: số liệu; `judged`: có người đánh giá",
        "`measured`: found in data; `judged`: somebody judges it",
    ),
    "judge": ("ai đánh giá", "who judges it"),
    "changeable": (
        "hồ sơ có thể sửa đổi dữ kiện này không, theo chiều nào; không ảnh hưởng kết luận",
        "whether a remedy may ask for its change, and which way; it decides nothing",
    ),
    "aliases": ("tiêu đề cột khác cũng được nhận", "further column headers"),
    "help": ("lời dặn cho người điền", "words for those who fill it in"),
    "words": ("chữ được hiểu là có, là không", "further words for yes and for no"),
    "yes": ("chữ được hiểu là có", "words for yes"),
    "no": ("chữ được hiểu là không", "words for no"),
    "negative": ("cách gọi khi câu trả lời là không", "the label of its “no”"),
    "settles": (
        "khai dữ kiện này thì các dữ kiện nêu ở đây cũng có giá trị ấy",
        "what stating this fact states of others beside it",
    ),
    "scale": ("mã thang mức", "the scale its levels are of"),
    "open": (
        "nhận cả từ ngoài danh mục; từ ấy không bằng lựa chọn nào",
        "takes words beside the options too; they equal none of them",
    ),
    "options": ("các lựa chọn, không xếp thứ tự", "the options; they have no order"),
    "min": ("giá trị nhỏ nhất được nhận", "the least value that is taken"),
    "max": ("giá trị lớn nhất được nhận", "the greatest value that is taken"),
    "decimals": ("số chữ số thập phân nhiều nhất", "the most decimals it may have"),
    "min_items": (
        "số mục ít nhất, không ghi là 1; 0: không có mục nào cũng là câu trả lời",
        "the fewest members, 1 unless written; 0: none is a possible answer",
    ),
    "key": ("mục thông tin dùng để gọi tên từng mục", "the field that names a member"),
    "each": ("gọi một mục là gì", "words for one member"),
    "expects": (
        "các mục phải có, hoặc tên tham số liệt kê chúng",
        "the members that have to be there, or the list parameter that names them",
    ),
    "unlisted": (
        "năm không liệt kê thì coi như có giá trị gì, khi xét các năm liên tục",
        "what a year that is not listed has, where years in a row are asked for",
    ),
    "sheet": ("tên trang tính trong biểu nhập", "the name of its sheet in forms"),
    "items": ("các mục thông tin của một mục", "the fields of a member"),
    "Check.require": ("điều số liệu đúng luôn thỏa", "what is true of all data that can be"),
    "SharedCheck.require": ("điều số liệu đúng luôn thỏa", "what is true of all data that can be"),
    "says": ("điều không hợp lý, nói cho người nhập số liệu", "what is wrong where it is false, for who entered it"),
}

_CRITERION: Final[dict[str, tuple[str, str]]] = {
    "short": ("tên ngắn cho bảng hẹp, nhiều nhất 20 chữ", "a heading of at most 20 characters for narrow tables"),
    "applies": (
        "chỉ xét tiêu chí khi điều kiện này thỏa; chỉ ghi ở tiêu chí ngoài cùng",
        "the criterion counts where this holds; on top-level criteria only",
    ),
    "require": ("điều kiện phải thỏa", "the condition to be met"),
    "any": ("đạt khi một trong các tiêu chí này đạt", "met when one of these criteria is"),
    "all": ("đạt khi mọi tiêu chí này đạt", "met when all of these criteria are"),
    "at_least": ("đạt khi đủ số tiêu chí đạt", "met when so many of these criteria are"),
    "n": ("số tiêu chí phải đạt", "how many are to be met"),
    "AtLeast.of": ("trong các tiêu chí nào", "of which criteria"),
    "unmet": ("`deferred`: không đạt thì tạm hoãn, chưa loại", "`deferred` puts off instead of refusing"),
    "because": (
        "lời nói trước tiên khi không đạt; tên dữ kiện hoặc tham số trong ngoặc nhọn được thay bằng giá trị",
        "words said first when it is unmet; names of facts and parameters in braces stand for their values",
    ),
    "note": ("ghi chú cho người đọc; không ảnh hưởng kết luận", "a note for readers; it decides nothing"),
}

_RESULTS: Final[dict[str, tuple[str, str]]] = {
    "is": ("giá trị: một biểu thức hoặc một mức", "what it is: an expression, or a level"),
    "first": ("bảng: lấy dòng đầu tiên thỏa điều kiện", "a table: the first row that holds"),
    "when": ("điều kiện của dòng này", "the condition of this row"),
    "Cap.when": ("khi nào bị khống chế mức", "when the cap holds"),
    "Cap.is": ("mức cao nhất còn được xếp", "the highest level that is left"),
    "Preference.when": ("ưu tiên hồ sơ thỏa điều kiện này", "those it holds of are taken first"),
    "most": ("điểm tối đa", "the most points"),
    "least": ("điểm tối thiểu; `none`: không giới hạn", "the fewest points; `none` for no end"),
    "rounded": ("làm tròn đến mấy chữ số thập phân, có tính", "decimals that count, halves away from zero"),
    "shown": ("in ra mấy chữ số thập phân; không ảnh hưởng kết quả", "decimals it is printed with; it decides nothing"),
    "gate": ("không thỏa thì được 0 điểm", "0 points while it is false"),
    "lines": ("các mục chấm, cộng lại", "the lines it is the sum of"),
    "of": ("số được đem so với các khung", "the number that the bands are of"),
    "bands": ("các khung, từ cao xuống thấp", "the bands, from the highest down"),
    "from": ("từ bao nhiêu trở lên", "from what number on"),
    "Band.is": ("mức của khung này", "the level of this band"),
    "at_most": ("các trường hợp bị khống chế mức; mức thấp nhất được lấy", "caps; the lowest that holds wins"),
}

_SELECTION: Final[dict[str, tuple[str, str]]] = {
    "category": ("đối tượng", "the category"),
    "among": (
        "xếp hạng những ai: `favourable`, `all` hoặc một điều kiện",
        "who is ranked: `favourable`, `all` or a condition",
    ),
    "within": ("xếp hạng riêng theo từng giá trị của dữ kiện này", "a ranking of its own for each value of this fact"),
    "by": ("các khóa xếp hạng, khóa đầu quan trọng nhất", "the keys, the first counting most"),
    "highest": ("cao hơn đứng trước", "the highest first"),
    "lowest": ("thấp hơn đứng trước", "the lowest first"),
    "ranks": (
        "cách đánh số hạng: `gap` 1 2 2 4, `dense` 1 2 2 3",
        "how ranks are numbered: `gap` 1 2 2 4, `dense` 1 2 2 3",
    ),
    "take": ("lấy bao nhiêu", "how many are taken"),
    "places": ("số chỉ tiêu", "so many"),
    "Take.values": ("số chỉ tiêu theo từng giá trị của `within`", "how many of each value of `within`"),
    "percent": ("bao nhiêu phần trăm", "how many percent"),
    "Take.of": ("phần trăm của số nào", "of what number it is a share"),
    "round": ("làm tròn: xuống, lên hoặc gần nhất", "rounded down, up or to the nearest"),
    "Take.min": ("số chỉ tiêu ít nhất", "the fewest that are taken"),
    "prefer": ("ưu tiên giữa những hồ sơ bằng nhau ở ngưỡng chọn", "whom to take first among equals at the cut"),
    "tied": (
        "xử lý khi còn bằng nhau ở ngưỡng chọn; bỏ trống: văn bản không quy định",
        "what is done with equals at the cut; left out, the text is silent",
    ),
    "taken": ("lấy tất cả hay không lấy ai", "all of them are taken, or none"),
    "vote": ("ai biểu quyết", "whose vote settles it"),
}

PHRASES: Final[dict[str, tuple[str, str]]] = {
    f"key.{name}": words
    for table in (_FILE, _CATEGORY, _CRITERION, _RESULTS, _SELECTION)
    for name, words in table.items()
}
